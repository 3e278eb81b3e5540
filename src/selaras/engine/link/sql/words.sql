-- Grade of two different dictionary entries of one field.
-- Reads  {entries}: id, joined, n, t1..t6 (0 = no token), w1..w6 bits, s1..s6 tokens, sk (id of the skeleton)
--        {pairs}:   p = smaller id * 2^32 + larger id
-- Writes {target}:  p, grade 1-10:
--        1-4 the same words in another order or spelling (rare .. common: at least 26, 20, 14 bits, fewer)
--        5-6 the words of one are among those of the other (telling: at least 9 bits; common)
--        7   what is left apart differs by a slip of the pen    8  ... is alike
--        9   at least 7 bits of words in common                10  different
CREATE OR REPLACE TEMP TABLE {target} AS
WITH both_sides AS (
    SELECT q.p, x.joined AS xj, y.joined AS yj, x.sk = y.sk AS sounds, x.n AS xn, y.n AS yn,
        {columns},
        {flags}
    FROM (SELECT p, p >> 32 AS lo, p & 4294967295 AS hi FROM {pairs}) q
    JOIN {entries} x ON x.id = q.lo
    JOIN {entries} y ON y.id = q.hi
),
counted AS (
    SELECT p, xj, yj, sounds, xn, yn,
        {shared_count} AS n,
        {shared_bits} AS bits,
        {initials_x} AS xi,
        {initials_y} AS yi,
        {rest_x} AS xr,
        {rest_y} AS yr
    FROM both_sides
),
near AS (
    SELECT p, n, bits, sounds, xn - n - xi AS xleft, yn - n - yi AS yleft,
        xr = yr OR xj = yj AS glued,
        least(length(xr), length(yr)) AS len,
        levenshtein(xr, yr) AS edits,
        jaro_winkler_similarity(xr, yr) AS alike
    FROM counted
)
SELECT p, CAST(CASE
    WHEN (xleft <= 0 AND yleft <= 0 AND n > 0) OR sounds OR glued THEN
        CASE WHEN NOT (xleft <= 0 AND yleft <= 0 AND n > 0) THEN 7
             WHEN bits >= 26 THEN 1 WHEN bits >= 20 THEN 2 WHEN bits >= 14 THEN 3 ELSE 4 END
    WHEN n > 0 AND (xleft <= 0 OR yleft <= 0) THEN CASE WHEN bits >= 9 THEN 5 ELSE 6 END
    WHEN (len >= 4 AND edits <= 1) OR (len >= 7 AND edits <= 2) OR (len >= 4 AND alike >= 0.94) THEN 7
    WHEN len >= 3 AND alike >= 0.86 THEN 8
    WHEN bits >= 7 THEN 9
    ELSE 10 END AS TINYINT) AS grade
FROM near
