"""Vouchers, hand-over, samples and their pages: used once whichever phone says so first; looked into by somebody else."""

import base64
import dataclasses
import datetime as dt
import hashlib
import io
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from delivery_ground import (
    AMOUNT,
    GIVEN,
    bring,
    frozen,
    line,
    next_build,
    plant,
    refused,
    returned_file,
    today,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.delivery import Check, Entry, Proof, Voucher
from selaras.apps.programmes.queries import checks as sampled
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import checks as check_rules
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import vouchers as voucher_rules
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.rules.vouchers import Outcome, Use
from selaras.apps.programmes.rules.words import Entry as Kind
from selaras.apps.programmes.services import checks, lists, proofs, vouchers
from selaras.shell import secrets

NOW = timezone.now()


@pytest.fixture
def cycle(people):
    made = frozen(people, *plant(people.owner.agency), rules.Channel.VILLAGE)
    accounts.identify(people.owner)
    return made


@pytest.fixture
def printed(people, cycle):
    """Text of the voucher of the first family, in the context of the village."""
    vouchers.issue(cycle=cycle, last_day=timezone.localdate() + dt.timedelta(days=30), by=people.owner)
    found = Voucher.objects.select_related("line").get(line=line(cycle, 1))
    accounts.identify(people.village)
    return vouchers.text(found)


def used(text, people, *, device="a" * 8, event="b" * 8, at=NOW):
    return vouchers.use([Use(text, device, event, at)], people.village)[0].outcome


def test_a_voucher_names_nobody_and_is_checked_with_the_public_key_alone(printed, cycle):
    told, signature = voucher_rules.read(printed)
    assert (told.number, told.amount) == (line(cycle, 1).number, AMOUNT)
    assert "SAL01" not in printed
    assert (
        max(len(run) for run in "".join(c if c.isdigit() else " " for c in printed.rsplit(".", 1)[0]).split())
        < 16
    )
    public = ed25519.Ed25519PublicKey.from_public_bytes(secrets.public_keys()[told.key])
    public.verify(signature, told.message)
    assert not secrets.signed(told.said.encode(), signature, told.key)


def test_used_once_by_whichever_phone_comes_first_and_told_again_changes_nothing(printed, cycle, people):
    assert used(printed, people) is Outcome.ACCEPTED
    assert used(printed, people) is Outcome.REPEATED
    assert (
        used(printed, people, device="c" * 8, event="d" * 8, at=NOW - dt.timedelta(hours=3)) is Outcome.AGAIN
    )
    assert used(printed, people, device="c" * 8, event="d" * 8) is Outcome.REPEATED
    one = line(cycle, 1)
    assert one.state == State.PAID
    assert Entry.objects.filter(line=one, kind="dibayar").count() == 1
    kept = Voucher.objects.get(line=one)
    assert [each["outcome"] for each in kept.again] == ["dipakai_lagi"]
    assert Proof.objects.filter(line=one, kind="voucher").count() == 1


@pytest.mark.parametrize("change", ["amount", "day", "signature", "number"])
def test_a_voucher_that_was_written_over_is_none_of_ours(printed, people, cycle, change):
    told, signature = voucher_rules.read(printed)
    forged = {
        "amount": dataclasses.replace(told, amount=told.amount + 1),
        "day": dataclasses.replace(told, last_day=told.last_day + dt.timedelta(days=99)),
        "number": dataclasses.replace(told, number=line(cycle, 3).number),
        "signature": told,
    }[change]
    text = forged.text(bytes(64) if change == "signature" else signature)
    assert used(text, people) is Outcome.NOT_OURS
    assert not Entry.objects.filter(kind="dibayar").exists()


def test_a_voucher_of_a_family_that_died_or_of_another_village_or_too_late_pays_nothing(
    printed, people, cycle
):
    two = Voucher.objects.select_related("line")
    accounts.identify(people.owner)
    elsewhere = vouchers.text(two.get(line=line(cycle, 2)))
    accounts.identify(people.village)
    assert used(elsewhere, people) is Outcome.NOT_OURS
    Voucher.objects.filter(line=line(cycle, 1)).update(expires=timezone.localdate() - dt.timedelta(days=1))
    told, _ = voucher_rules.read(printed)
    assert used(printed, people) is Outcome.EXPIRED
    Voucher.objects.filter(line=line(cycle, 1)).update(expires=told.last_day)
    next_build({1: {"person": {"status": "meninggal"}}})
    accounts.identify(people.village)
    assert used(printed, people, event="e" * 8) is Outcome.HELD
    assert queries.of_cycle(cycle, people.village).total.account.paid == 0


def test_vouchers_are_for_who_has_no_bank_and_not_for_ever(people, cycle):
    long = timezone.localdate() + dt.timedelta(days=999)
    refused("voucher_tanggal_salah", vouchers.issue, cycle=cycle, last_day=long, by=people.owner)
    cycle.channel = "bank"
    cycle.save(update_fields=["channel"])
    refused("voucher_lewat_bank", vouchers.issue, cycle=cycle, last_day=timezone.localdate(), by=people.owner)


def test_vouchers_are_printed_and_the_phone_page_keeps_names_out(printed, people, cycle, sign_in):
    accounts.identify(people.owner)
    assert lists.printed(cycle=cycle, by=people.owner).content.startswith(b"%PDF-")
    page = sign_in(people.village).get(reverse("programmes:voucher_scan"))
    text = page.content.decode()
    key = base64.b64encode(secrets.public_keys()[1]).decode()
    assert key in text.replace("\\u002B", "+")
    assert "PENERIMA" not in text
    assert people.village.name not in text
    worker = sign_in(people.village).get(reverse("programmes:voucher_worker"))
    assert worker["Service-Worker-Allowed"] == reverse("programmes:voucher_scan")


def test_a_phone_sends_what_it_kept_and_broken_messages_change_nothing(printed, people, cycle, sign_in):
    client, to = sign_in(people.village), reverse("programmes:voucher_send")
    told = {"text": printed, "device": "a" * 8, "event": "b" * 8, "at": NOW.isoformat()}
    for bad in (
        "",
        "[",
        "{}",
        json.dumps([{**told, "at": "kemarin"}]),
        json.dumps([{**told, "device": "<b>"}]),
        "[1]",
    ):
        assert client.post(to, bad, content_type="application/json").status_code in (200, 400)
    assert not Entry.objects.filter(kind="dibayar").exists()
    answer = client.post(
        to, json.dumps([told, {**told, "text": "SLR1.x", "event": "f" * 8}]), content_type="application/json"
    )
    assert [each["hasil"] for each in answer.json()["jawaban"]] == ["diterima", "tidak_dikenal"]
    assert line(cycle, 1).state == State.PAID


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA TEMPAT"
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_hand_over_needs_what_shows_it_and_the_photo_keeps_only_the_picture(people, cycle):
    accounts.identify(people.village)
    one, day = line(cycle, 1), timezone.localdate()
    given = proofs.Handed(Kind.PAID, day)
    refused("serah_tanpa_bukti", proofs.hand_over, number=one.number, told=given, by=people.village)
    tomorrow = dataclasses.replace(given, day=day + dt.timedelta(days=1))
    refused("serah_tanggal_salah", proofs.hand_over, number=one.number, told=tomorrow, by=people.village)
    false = dataclasses.replace(given, proof=b"bukan gambar")
    refused("pindaian_bukan_gambar", proofs.hand_over, number=one.number, told=false, by=people.village)
    shown = dataclasses.replace(given, proof=photo())
    for _ in range(2):
        proofs.hand_over(number=one.number, told=shown, by=people.village)
    kept = Proof.objects.get(line=one)
    form, contents = proofs.read(line=one, proof=kept.pk, by=people.village)
    assert form == "jpeg"
    assert b"RAHASIA" not in contents
    assert queries.of_cycle(cycle, people.village).total.account.paid == AMOUNT
    back = proofs.Handed(Kind.RETURNED, day, "keluarganya menolak menerima")
    three = line(cycle, 3)
    proofs.hand_over(number=three.number, told=back, by=people.village)
    assert line(cycle, 3).state == State.RETURNED


def drawing(strokes: int) -> str:
    """What the page sends of a box with so many strokes."""
    paper = Image.new("RGB", (900, 300), "white")
    for n in range(strokes):
        ImageDraw.Draw(paper).line([(50, 40 * n + 20), (800, 40 * n + 60)], fill="black", width=4)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_a_signature_drawn_on_the_page_is_a_proof_encoded_anew_and_sealed(people, cycle, sign_in):
    client, one = sign_in(people.village), line(cycle, 1)
    at = reverse("programmes:line_hand_over", args=[one.number])
    told = {"hasil": "dibayar", "tanggal": timezone.localdate().isoformat(), "jenis": "foto"}
    for wrong in (
        drawing(0), "data:image/png;base64,@@", "data:image/svg+xml;base64,AAAA", "data:image/png;base64," + "A" * 400_000,
    ):  # fmt: skip
        answer = client.post(at, {**told, "coretan": wrong}, follow=True)
        assert "kosong atau tidak terbaca" in answer.content.decode()
    accounts.identify(people.village)
    assert not Proof.objects.exists()
    client.post(at, {**told, "coretan": drawing(3)})
    accounts.identify(people.village)
    kept = Proof.objects.get(line=one)
    form, contents = proofs.read(line=one, proof=kept.pk, by=people.village)
    assert (kept.kind, form, contents[:2]) == ("coretan", "jpeg", b"\xff\xd8")
    assert kept.sha256 == hashlib.sha256(contents).hexdigest()
    assert line(cycle, 1).state == State.PAID
    # A file goes before what was drawn.
    three = line(cycle, 3)
    client.post(
        reverse("programmes:line_hand_over", args=[three.number]),
        {**told, "coretan": drawing(3), "bukti": SimpleUploadedFile("a.jpg", photo())},
    )
    accounts.identify(people.village)
    assert Proof.objects.get(line=three).kind == "foto"


@pytest.mark.parametrize(("contents", "shown"), [
    (photo(), "inline"), (b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF", "attachment"),
])  # fmt: skip
def test_what_shows_a_hand_over_runs_nothing_in_a_browser(people, cycle, sign_in, contents, shown):
    accounts.identify(people.village)
    number = line(cycle, 1).number
    kept = proofs.add(number=number, contents=contents, kind=rules.ProofKind.PHOTO, by=people.village)
    answer = sign_in(people.village).get(reverse("programmes:line_proof", args=[number, kept.pk]))
    assert answer["Content-Disposition"].startswith(f'{shown}; filename="bukti-{number}.')
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_sample_is_drawn_once_and_answered_by_who_had_no_part(people, make_actor):
    cycle = frozen(people, *plant(people.owner.agency))
    accounts.identify(people.owner)
    rows = [(line(cycle, n).number, AMOUNT, "Berhasil", today(), "") for n in range(1, GIVEN + 1)]
    bring(cycle, returned_file(rows), people.owner)
    accounts.identify(people.checker)
    told = {"reference": cycle.reference, "by": people.checker}
    refused("sampel_tanpa_kata", checks.draw, **told, width=5, word="a")
    refused("sampel_lebar_salah", checks.draw, **told, width=4, word="kata undian")
    drawn = checks.draw(**told, width=15, word="undian 22 November").sample
    refused("sampel_sudah_ditarik", checks.draw, **told, width=15, word="undian lain")
    numbers = [number for number, *_ in rows]
    assert check_rules.drawn(numbers, drawn["seed"], drawn["drawn"]) == [
        each.line.number for each in Check.objects.select_related("line").order_by("pk")
    ]
    first, second, *_ = Check.objects.order_by("pk")
    mine = dataclasses.replace(people.checker, user_id=people.owner.user_id)
    answer = {"check": first.pk, "outcome": "kurang", "received": 100_000, "note": ""}
    refused("sampel_orang_sama", checks.answer, **answer, by=mine)
    refused("sampel_jawaban_salah", checks.answer, **{**answer, "received": AMOUNT}, by=people.checker)
    checks.answer(**answer, by=people.checker)
    refused("sampel_sudah_dijawab", checks.answer, **answer, by=people.checker)
    checks.answer(check=second.pk, outcome="diterima_penuh", received=None, note="", by=people.checker)
    result = sampled.result(sampled.rows(cycle, people.checker))
    assert (result.answered, result.missing) == (2, AMOUNT - 100_000)
    assert (result.whole.count, result.whole.of) == (1, 2)
    assert result.whole.low < 0.5 < result.whole.high


@pytest.mark.parametrize(
    ("population", "width", "least"), [(0, 5, 0), (6, 15, 6), (1000, 5, 278), (15437, 5, 375)]
)
def test_a_sample_is_as_large_as_its_interval_asks(population, width, least):
    assert check_rules.size(population, width) == least


def test_every_page_opens_and_every_door_answers_wrong_input_kindly(people, cycle, printed, sign_in):
    accounts.identify(people.owner)
    owner, approver, checker = (sign_in(each) for each in (people.owner, people.approver, people.checker))
    one = line(cycle, 1).number
    pages = [
        reverse("programmes:deliveries"), reverse("programmes:delivery_new"), reverse("programmes:cycle", args=[cycle.reference]),
        reverse("programmes:delivery_line", args=[one]), reverse("programmes:bank", args=[cycle.reference]),
    ]  # fmt: skip
    for page in pages:
        assert owner.get(page).status_code == 200, page
    figure = owner.get(reverse("programmes:bank", args=[cycle.reference])).content.decode()
    assert '<span class="figure-value">Rp 1.800.000</span>' in figure
    assert checker.get(reverse("programmes:checks", args=[cycle.reference])).status_code == 200
    look = reverse("programmes:bank_look", args=[cycle.reference])
    for name, contents, said in (
        ("a.csv", b"a;b\n1;2\n", "tidak punya kolom"), ("a.pdf", b"%PDF-1.4 %%EOF", "berkas"), ("a.csv", b"", "kosong"),
    ):  # fmt: skip
        answer = owner.post(look, {"berkas": SimpleUploadedFile(name, contents)})
        assert answer.status_code == 422
        assert said in answer.content.decode().lower()
    new = reverse("programmes:delivery_new")
    for value in ("-300000", "300000,5", "nol", "0"):
        answer = owner.post(new, {"nilai": value, "masa": "kapan", "tahap": "0"})
        assert answer.status_code == 422
    assert approver.post(reverse("programmes:cycle_freeze", args=[cycle.reference])).status_code == 302
    correct = reverse("programmes:line_correct", args=[one])
    assert approver.post(correct, {"jumlah": "1.000,50", "alasan": "alasan yang cukup"}).status_code == 422
    kept = bring_by_page(owner, cycle, line(cycle, 1).number)
    assert kept.status_code == 302
    assert line(cycle, 1).state == State.PAID


def bring_by_page(client, cycle, number):
    """A file through the pages: looked at, then taken."""
    contents = returned_file([(number, AMOUNT, "Berhasil", today(), "")])
    look = reverse("programmes:bank_look", args=[cycle.reference])
    shown = client.post(look, {"berkas": SimpleUploadedFile("kembali.csv", contents)})
    assert shown.status_code == 200
    looked = shown.context["looked"]
    return client.post(
        reverse("programmes:bank_accept", args=[cycle.reference]),
        {"sha256": looked.sha256, "dilihat": looked.digest},
    )
