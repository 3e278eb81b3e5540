"""Addresses of deliveries."""

from __future__ import annotations

from django.urls import path

from selaras.apps.programmes.views import accounts, bank, checks, delivery, lines, vouchers

_CYCLE = "penyaluran/<str:reference>/"
_LINE = "penyaluran/baris/<str:number>/"
PATHS = [
    path("penyaluran/", delivery.overview, name="deliveries"),
    path("penyaluran/baru/", delivery.begin, name="delivery_new"),
    # A phone at the hand-over.
    path("penyaluran/pindai/", vouchers.scan, name="voucher_scan"),
    path("penyaluran/pindai/pekerja.js", vouchers.worker, name="voucher_worker"),
    path("penyaluran/pindai/kirim/", vouchers.send, name="voucher_send"),
    # One line.
    path(f"{_LINE}", lines.line, name="delivery_line"),
    path(f"{_LINE}lepas/", lines.release, name="line_release"),
    path(f"{_LINE}batal/", lines.cancel, name="line_cancel"),
    path(f"{_LINE}ganti/", lines.replace, name="line_replace"),
    path(f"{_LINE}koreksi/", lines.correct, name="line_correct"),
    path(f"{_LINE}serah/", lines.hand_over, name="line_hand_over"),
    path(f"{_LINE}bukti/", lines.add_proof, name="line_proof_add"),
    path(f"{_LINE}bukti/<int:proof>/", lines.proof, name="line_proof"),
    path(f"{_LINE}rekening/buka/", accounts.reveal, name="account_reveal"),
    path(f"{_LINE}rekening/tandai/", accounts.end, name="account_end"),
    # One cycle.
    path(f"{_CYCLE}", delivery.cycle, name="cycle"),
    path(f"{_CYCLE}bekukan/", delivery.freeze, name="cycle_freeze"),
    path(f"{_CYCLE}batal/", delivery.drop, name="cycle_drop"),
    path(f"{_CYCLE}tutup/", delivery.close, name="cycle_close"),
    path(f"{_CYCLE}periksa/", delivery.recheck, name="cycle_recheck"),
    path(f"{_CYCLE}daftar/", delivery.listing, name="cycle_list"),
    path(f"{_CYCLE}rekonsiliasi/", bank.page, name="bank"),
    path(f"{_CYCLE}rekonsiliasi/pratinjau/", bank.look, name="bank_look"),
    path(f"{_CYCLE}rekonsiliasi/terima/", bank.accept, name="bank_accept"),
    path(f"{_CYCLE}rekonsiliasi/<int:file>/<int:place>/", bank.settle, name="bank_settle"),
    path(f"{_CYCLE}rekening/", accounts.page, name="accounts"),
    path(f"{_CYCLE}rekening/daftar/", accounts.opening, name="account_list"),
    path(f"{_CYCLE}rekening/pratinjau/", accounts.look, name="account_look"),
    path(f"{_CYCLE}rekening/terima/", accounts.accept, name="account_accept"),
    path(f"{_CYCLE}voucher/", vouchers.issue, name="voucher_issue"),
    path(f"{_CYCLE}voucher.pdf", vouchers.printed, name="voucher_print"),
    path(f"{_CYCLE}sampel/", checks.page, name="checks"),
    path(f"{_CYCLE}sampel/tarik/", checks.draw, name="check_draw"),
    path("penyaluran/sampel/<int:check>/", checks.answer, name="check_answer"),
]
