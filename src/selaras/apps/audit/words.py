"""What actions, items and outcomes of the trail are called on a page. A test finds an action without words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.shell import trail

Text = str | Promise

ACTIONS: dict[str, Text] = {
    "batas_cabut": _("mencabut batas wilayah"),
    "batas_ganti": _("mengganti batas wilayah"),
    "berita_acara_baca": _("membuka berita acara musyawarah"),
    "berita_acara_pindaian": _("mengunggah berita acara bertanda tangan"),
    "daftar_kerja_simpan": _("menyimpan daftar kerja"),
    "edisi_batalkan": _("membatalkan edisi"),
    "edisi_terima": _("menerima edisi"),
    "formulir_cabut": _("menarik versi formulir verval"),
    "formulir_terbit": _("menerbitkan versi formulir verval"),
    "instansi_tambah": _("menambah instansi"),
    "jejak_baca": _("membaca jejak"),
    "jejak_periksa": _("memeriksa keutuhan jejak"),
    "kampanye_akhiri": _("mengakhiri kampanye verval"),
    "kampanye_batal": _("membatalkan rancangan kampanye"),
    "kampanye_berjalan": _("kampanye verval mulai berjalan"),
    "kampanye_lihat": _("membuka daftar sasaran kampanye"),
    "kampanye_luncur": _("meluncurkan kampanye verval"),
    "kampanye_rancang": _("merancang kampanye verval"),
    "kampanye_tanya": _("mengatur pertanyaan tambahan kampanye"),
    "karantina_lepas": _("melepas kiriman yang ditahan"),
    "karantina_lihat": _("membuka kiriman yang ditahan"),
    "karantina_sisih": _("menyisihkan kiriman"),
    "kelola_pengguna": _("mengelola pengguna"),
    "keluarga_lihat": _("membuka halaman keluarga"),
    "kertas_cetak": _("mencetak formulir kertas"),
    "kertas_kirim": _("memasukkan isian kertas"),
    "kertas_periksa": _("memeriksa lembar isian kertas"),
    "kertas_unduh": _("mengunduh lembar isian kertas"),
    "ketidaksesuaian_ekspor": _("mengunduh ketidaksesuaian"),
    "ketidaksesuaian_lihat": _("membuka ketidaksesuaian"),
    "kiriman_baca_ulang": _("meminta kiriman dibaca ulang"),
    "kiriman_contoh": _("melihat baris pertama kiriman"),
    "kiriman_dibaca": _("membaca kiriman"),
    "kiriman_gagal": _("gagal membaca kiriman"),
    "kiriman_ganti": _("mengganti kiriman"),
    "kiriman_hapus_mentah": _("menghapus berkas asli kiriman"),
    "kiriman_kirim": _("mengirim berkas"),
    "kiriman_sama": _("mengirim berkas yang sudah diterima"),
    "kiriman_tolak": _("mengembalikan kiriman"),
    "kiriman_ubah": _("mengubah keterangan kiriman"),
    "kunjungan_baca": _("membaca isian kunjungan sendiri"),
    "kunjungan_foto": _("membuka foto kunjungan"),
    "kunjungan_lihat": _("membuka isi satu kunjungan"),
    "lacak_batas": _("menahan percobaan kode lacak"),
    "lacak_lihat": _("membaca kabar dengan kode"),
    "lacak_tidak_dikenal": _("mencoba kode yang tidak dikenal"),
    "laporan_mingguan": _("membuat laporan mingguan verval"),
    "masuk": _("membuka halaman tanpa masuk"),
    "musyawarah_buat": _("menyusun musyawarah"),
    "musyawarah_daftar": _("membuka daftar nama untuk musyawarah"),
    "musyawarah_hadir": _("mencatat daftar hadir musyawarah"),
    "musyawarah_lihat": _("membuka musyawarah"),
    "musyawarah_putus": _("mencatat putusan musyawarah"),
    "musyawarah_tutup": _("menutup musyawarah"),
    "mutu_lihat": _("memeriksa mutu kunjungan"),
    "mutu_unduh": _("mengunduh mutu kunjungan"),
    "nik_buka": _("membuka nomor lengkap"),
    "orang_lihat": _("membuka halaman orang"),
    "padan_keluar": _("mengeluarkan daftar untuk padan Dukcapil"),
    "padan_masuk": _("memasukkan hasil padan Dukcapil"),
    "paket_buat": _("membuat paket penetapan"),
    "paket_ekspor": _("mengunduh berkas usulan"),
    "paket_ke_desa": _("mengembalikan paket ke desa"),
    "paket_kembalikan": _("mengembalikan paket satu langkah"),
    "paket_kembalikan_baris": _("mengembalikan baris paket"),
    "paket_lihat": _("membuka paket penetapan"),
    "paket_sk": _("membuka naskah SK"),
    "paket_teruskan": _("menandatangani dan meneruskan paket"),
    "paket_tetapkan": _("menetapkan paket dengan SK"),
    "paket_ubah": _("mengubah isi paket"),
    "pemetaan_simpan": _("menyimpan pemetaan kolom"),
    "pengelola_pertama": _("membuat pengelola pertama"),
    "pengguna_aktif": _("mengaktifkan pengguna"),
    "pengguna_nonaktif": _("menonaktifkan pengguna"),
    "pengguna_sandi_baru": _("membuat kata sandi baru untuk pengguna"),
    "pengguna_tambah": _("menambah pengguna"),
    "peran_beri": _("memberi peran"),
    "peran_cabut": _("mencabut peran"),
    "perangkat_beri": _("menyiapkan telepon petugas"),
    "perangkat_cabut": _("mencabut telepon petugas"),
    "petugas_atur": _("mengatur petugas kampanye"),
    "petugas_berhalangan": _("mencatat petugas berhalangan"),
    "program_lembar": _("membuka lembar program keluarga"),
    "registri_cari": _("mencari di registri"),
    "registri_daftar": _("membuka daftar orang di desa"),
    "registri_ekspor": _("mengunduh dari registri"),
    "registri_susun": _("menyusun ulang registri"),
    "sanggah_kirim": _("warga mengirim sanggahan"),
    "sasaran_dikunjungi": _("mencatat keluarga sudah dikunjungi"),
    "sasaran_riwayat": _("membuka riwayat satu keluarga verval"),
    "sasaran_tambah": _("menambah keluarga di luar daftar"),
    "temuan_lihat": _("membuka jawaban yang bertentangan"),
    "temuan_putus": _("memutuskan jawaban yang bertentangan"),
    "tinjau_cabut": _("mencabut putusan tinjau"),
    "tinjau_kedua": _("memutuskan sebagai peninjau kedua"),
    "tinjau_lihat": _("membuka pasangan untuk ditinjau"),
    "tinjau_putus": _("memutuskan pasangan"),
    "token_beri": _("membuat token API"),
    "token_cabut": _("mengakhiri token API"),
    "tugas_beri": _("memberi tugas kunjungan"),
    "tugas_cetak": _("mencetak daftar kunjungan"),
    "tugas_lihat": _("membuka tugas kunjungan"),
    "usul_kirim": _("warga mengirim usulan"),
    "usul_sanggah_catat": _("mencatat usul atau sanggah di kantor"),
    "usul_sanggah_jawab": _("menjawab atau menutup usul atau sanggah"),
    "usul_sanggah_kaitkan": _("mengaitkan usul atau sanggah dengan keluarga"),
    "usul_sanggah_langkah": _("mencatat langkah usul atau sanggah"),
    "usul_sanggah_lihat": _("membuka usul atau sanggah"),
    "usul_sanggah_pelapor": _("membuka nama pengirim sanggahan"),
    "verval_bekal": _("membawa bekal kunjungan"),
    "verval_bukti": _("membuka foto kunjungan"),
    "verval_impor": _("menerima berkas kunjungan dari telepon"),
    "verval_kembalikan": _("mengembalikan temuan verval ke registri"),
    "verval_kunci": _("membuka kembali isian di telepon setelah lupa PIN"),
    "verval_terima": _("mengirim kunjungan verval"),
}
OBJECTS: dict[str, Text] = {
    "api": _("API"),
    "batas": _("batas wilayah"),
    "daftar": _("daftar"),
    "daftar_kerja": _("daftar kerja"),
    "desa": _("desa"),
    "edisi": _("edisi"),
    "formulir": _("formulir"),
    "halaman": _("halaman"),
    "instansi": _("instansi"),
    "jejak": _("jejak"),
    "kampanye": _("kampanye verval"),
    "keluarga": _("keluarga"),
    "kiriman": _("kiriman"),
    "kiriman_verval": _("kiriman petugas lapangan"),
    "kunjungan": _("isian kunjungan"),
    "laporan": _("laporan"),
    "musyawarah": _("musyawarah"),
    "orang": _("orang"),
    "padan": _("daftar padan"),
    "paket": _("paket penetapan"),
    "pasangan": _("pasangan"),
    "pemetaan": _("pemetaan kolom"),
    "pengguna": _("pengguna"),
    "perangkat": _("telepon petugas"),
    "registri": _("registri"),
    "sasaran": _("sasaran kunjungan"),
    "susunan": _("susunan registri"),
    "token": _("token"),
    "usul_sanggah": _("usul atau sanggah"),
}
OUTCOMES: dict[str, Text] = {trail.DONE: _("selesai"), trail.REFUSED: _("ditolak")}
FAULTS: dict[str, Text] = {
    "diubah": _("Peristiwa %(number)s berubah setelah disegel."),
    "hilang": _("Peristiwa %(number)s sudah disegel, tetapi tidak ada lagi."),
    "urutan": _("Urutan di bawah segel %(number)s tidak lagi utuh."),
    "segel": _("Tanda tangan segel %(number)s tidak sah."),
    "rantai": _("Segel %(number)s tidak menyambung ke segel sebelumnya."),
    "ujung": _(
        "Segel terakhir yang pernah dibuat adalah %(number)s, tetapi segel itu tidak ada lagi atau berbeda."
    ),
    "susulan": _(
        "Peristiwa %(number)s bertanggal jauh sebelum segel terakhir, tetapi baru muncul sesudahnya."
    ),
}


def action(code: str) -> Text:
    """An action in words. A refusal at the door of a page carries the name of the page."""
    if ":" in code or code not in ACTIONS:
        return _("membuka halaman") if ":" in code or code == "home" else code
    return ACTIONS[code]


def thing(kind: str) -> Text:
    """A kind of item in words."""
    return OBJECTS.get(kind, kind)


def fault(kind: str, number: int) -> str:
    """What verification found, as a sentence."""
    return str(FAULTS[kind]) % {"number": number}
