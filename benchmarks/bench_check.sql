-- Reads: persons (PERSON_RECORDS). Gives: code, number of rows. The same row rules as src/selaras/engine/check, in one pass:
-- the peer of bench_check.py. A code missing there or a count that differs there makes the benchmark fail.
with parsed as (
    select *,
        cast(nik as bigint) as n,
        cast(kk as bigint) as k,
        date_part('year', tanggal_lahir) as birth_year,
        date_part('month', tanggal_lahir) as birth_month,
        date_part('day', tanggal_lahir) as birth_day,
        date_diff('year', tanggal_lahir, date '2024-10-31')
            - (strftime(tanggal_lahir, '%m%d') > '1031')::int as age,
        (coalesce(terima_pkh, false) or coalesce(terima_pbi, false) or coalesce(terima_pip, false)) as aid
    from persons
),
split as (
    select *,
        (n // 100000000) % 100 as written_day,
        (n // 1000000) % 100 as nik_month,
        (n // 10000) % 100 as nik_year,
        (k // 100000000) % 100 as kk_day
    from parsed
),
known as (
    select *,
        case when written_day > 40 then written_day - 40 else written_day end as nik_day,
        case when written_day between 1 and 31 then 'L' when written_day between 41 and 71 then 'P' end as nik_sex
    from split
),
counts as (
    select
        count(*) filter (nik_status = 'empty') as nik_kosong,
        count(*) filter (nik_status = 'placeholder') as nik_pengganti,
        count(*) filter (nik_status = 'malformed') as nik_bentuk,
        count(*) filter (nik_status = 'damaged') as nik_rusak,
        count(*) filter (kk_status = 'empty') as kk_kosong,
        count(*) filter (kk_status = 'placeholder') as kk_pengganti,
        count(*) filter (kk_status = 'malformed') as kk_bentuk,
        count(*) filter (kk_status = 'damaged') as kk_rusak,
        count(*) filter (nik_day <> birth_day or nik_month <> birth_month or nik_year <> birth_year % 100) as nik_lahir_beda,
        count(*) filter (nik_sex <> jenis_kelamin) as nik_jenis_kelamin_beda,
        count(*) filter (kk_day between 41 and 71) as kk_seperti_nik,
        count(*) filter (n = k) as nik_sama_dengan_kk,
        count(*) filter (nama is null or nama = '') as nama_kosong,
        count(*) filter (regexp_matches(nama, '^(TIDAK ADA|TDK ADA|NN|NAMA|NULL|NIHIL|KOSONG|X{2,}|[-.?_*#]+|TES|BAYI)$')) as nama_pengganti,
        count(*) filter (regexp_matches(nama, '^[A-Z]\.?$')) as nama_satu_huruf,
        count(*) filter (regexp_matches(nama, '^((HJ|DR|DRS|IR|PROF|KH|ALM|BAPAK|IBU|PAK|NY|TN)[. ]*)+$')) as nama_hanya_gelar,
        count(*) filter (regexp_matches(nama, '[0-9]')) as nama_berangka,
        count(*) filter (regexp_matches(nama, '^(ALM|ALMH|ALMARHUM|ALMARHUMAH)\b|\b(ALM|ALMH)\.?$')
            and status is distinct from 'meninggal') as nama_almarhum,
        count(*) filter (tanggal_lahir is null) as tanggal_lahir_kosong,
        count(*) filter (tanggal_lahir > date '2024-10-31') as tanggal_lahir_masa_depan,
        count(*) filter (birth_year < 1000) as tanggal_lahir_tahun_rusak,
        count(*) filter (birth_year between 1000 and 1898) as tanggal_lahir_sebelum_1900,
        count(*) filter (tanggal_lahir in (date '1900-01-01', date '1970-01-01')) as tanggal_lahir_bawaan_komputer,
        count(*) filter (birth_day = 1 and birth_month = 1 and tanggal_lahir not in (date '1900-01-01', date '1970-01-01')) as tanggal_lahir_1_januari,
        count(*) filter (birth_day = 31 and birth_month = 12) as tanggal_lahir_31_desember,
        count(*) filter (age > 110) as umur_di_atas_110,
        count(*) filter (jenis_kelamin is null) as jenis_kelamin_kosong,
        count(*) filter (hubungan = 'istri' and jenis_kelamin = 'L') as jenis_kelamin_beda_hubungan,
        count(*) filter (hubungan is null) as hubungan_kosong,
        count(*) filter (hubungan = 'kepala' and age between 0 and 14) as kepala_anak,
        count(*) filter (hubungan in ('suami', 'istri') and age between 0 and 14) as pasangan_anak,
        count(*) filter (status_kawin in ('kawin', 'cerai_hidup', 'cerai_mati') and age between 0 and 14) as kawin_anak,
        count(*) filter (kode_desa is null and desa is not null) as desa_tak_dikenali,
        count(*) filter (left(kode_desa, 5) <> '64.02') as desa_di_luar_kabupaten,
        count(*) filter (left(kode_desa, 8) <> kode_kecamatan) as desa_beda_kecamatan,
        count(*) filter (not rt between 1 and 200) as rt_mustahil,
        count(*) filter (not desil between 1 and 10) as desil_di_luar_1_10,
        count(*) filter (status = 'meninggal' and aid) as meninggal_menerima_bantuan,
        count(*) filter (status in ('pindah', 'tidak_ditemukan', 'nonaktif', 'ganda') and aid) as tidak_aktif_menerima_bantuan,
        count(*) filter (not padan and terima_pbi) as tidak_padan_menerima_pbi,
        count(*) filter (padan and nik is null) as padan_tanpa_nik,
        count(*) filter (terima_pip and not age between 5 and 22) as pip_di_luar_usia,
        count(*) filter (bekerja and age between 0 and 4) as balita_bekerja,
        count(*) filter (bekerja and age between 5 and 14) as anak_bekerja,
        count(*) filter (bersekolah and age between 0 and 2) as bersekolah_terlalu_dini,
        count(*) filter (bersekolah and age > 60) as bersekolah_usia_lanjut,
        count(*) filter (bekerja and regexp_matches(pekerjaan, '^(BELUM|BELUM/TIDAK|TIDAK) BEKERJA$')) as pekerjaan_bertentangan,
        count(*) filter (hamil and jenis_kelamin = 'L') as hamil_laki_laki,
        count(*) filter (hamil and not age between 12 and 55) as hamil_di_luar_usia
    from known
)
unpivot counts on columns(*) into name code value jumlah;
