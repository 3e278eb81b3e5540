-- Grade of two different dictionary entries of one field.
-- Reads  {entries}: id, joined, n, t1.. (0 = no token), w1.. bits, s1.. tokens, sk (digest of the sound)
--        {pairs}:   p = smaller id * 2^32 + larger id
-- Writes {target}:  p, grade 1-10:
--        1-4 the same words in another order or spelling (rare .. common: at least 26, 20, 14 bits, fewer)
--        5-6 the words of one are among those of the other (telling: at least 9 bits; common)
--        7   what is left apart differs by a slip of the pen    8  ... is alike
--        9   at least 7 bits of words in common                10  different
-- The costly comparisons of letters stand behind the cheap conditions they need.
CREATE OR REPLACE TEMP TABLE {target} AS
WITH paired AS (
    SELECT q.p, x.joined = y.joined AS glued, x.sk = y.sk AS sounds, x.n AS xn, y.n AS yn,
        {letters_x} AS xletters, {letters_y} AS yletters,
        {columns}
    FROM (SELECT p, p >> 32 AS lo, p & 4294967295 AS hi FROM {pairs}) q
    JOIN {entries} x ON x.id = q.lo
    JOIN {entries} y ON y.id = q.hi
),
both_sides AS (
    SELECT *, {flags}
    FROM paired
),
shared AS (
    SELECT *, {shared_count} AS n
    FROM both_sides
),
counted AS (
    SELECT p, glued, sounds, n,
        {shared_bits} AS bits,
        xn - n - ({initials_x}) AS xleft,
        yn - n - ({initials_y}) AS yleft,
        {rest_x} AS xr,
        {rest_y} AS yr
    FROM shared
),
measured AS (
    SELECT p, n, bits, sounds OR glued OR xr = yr AS slip, n > 0 AND xleft <= 0 AS xin, n > 0 AND yleft <= 0 AS yin,
        xr, yr, least(length(xr), length(yr)) AS len, abs(length(xr) - length(yr)) AS longer,
        substr(xr, 1, 1) = substr(yr, 1, 1) AS same_start, right(xr, 1) = right(yr, 1) AS same_end
    FROM counted
)
SELECT p, CAST(CASE
    WHEN xin AND yin THEN CASE WHEN bits >= 26 THEN 1 WHEN bits >= 20 THEN 2 WHEN bits >= 14 THEN 3 ELSE 4 END
    WHEN slip THEN 7
    WHEN xin OR yin THEN CASE WHEN bits >= 9 THEN 5 ELSE 6 END
    WHEN len >= 4 AND longer <= 2 AND (same_start OR same_end)
        AND levenshtein(xr, yr) <= CASE WHEN len >= 7 THEN 2 ELSE 1 END THEN 7
    WHEN len >= 3 AND same_start AND jaro_winkler_similarity(xr, yr) >= 0.86 THEN
        CASE WHEN len >= 4 AND jaro_winkler_similarity(xr, yr) >= 0.94 THEN 7 ELSE 8 END
    WHEN bits >= 7 THEN 9
    ELSE 10 END AS TINYINT) AS grade
FROM measured
