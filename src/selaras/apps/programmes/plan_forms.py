"""The form of a plan: what it is about, and a row of limits and weights for each programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.rules import plan_settings, plans
from selaras.apps.programmes.rules.plan_settings import Settings, Share
from selaras.kernel import angka, rupiah
from selaras.shell import words

YEARS = (2020, 2100)
MOST_SEED = 2**31 - 1
# Fields of a row, by the beginning of their name in the form.
FIELDS = ("biaya", "anggaran", "kuota", "bobot", "jatah")


class Plan(forms.Form):
    """What holds for all programmes of a plan."""

    judul = forms.CharField(label=_("Judul rencana"), max_length=120)
    tahun = forms.IntegerField(label=_("Tahun anggaran"), min_value=YEARS[0], max_value=YEARS[1])
    skenario = forms.MultipleChoiceField(
        label=_("Skenario yang dibandingkan"),
        choices=list(plans.SCENARIOS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    paling = forms.IntegerField(
        label=_("Program paling banyak per keluarga"), min_value=1, max_value=plan_settings.MOST_EACH
    )
    lantai = forms.IntegerField(
        label=_("Keluarga terlayani paling sedikit di setiap desa"), min_value=0, max_value=100_000,
        help_text=_("Bila yang layak di sebuah desa lebih sedikit, cukup sebanyak itu."),
    )  # fmt: skip
    lantai_desa = forms.CharField(
        label=_("Batas bawah desa tertentu"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Satu desa per baris: kode = keluarga, misalnya 64.02.06.1002 = 10. Dipegang apa adanya."),
    )  # fmt: skip
    persen = forms.IntegerField(
        label=_("Anggaran dan kuota dikali, persen"), min_value=1, max_value=plan_settings.MOST_PERCENT,
        help_text=_("100 berarti sebesar yang tertulis. Skenario +10 % dihitung dari angka ini."),
    )  # fmt: skip
    benih = forms.IntegerField(
        label=_("Benih undian"), min_value=0, max_value=MOST_SEED,
        help_text=_("Diumumkan: undian di antara yang nilainya sama dapat dihitung ulang siapa pun."),
    )  # fmt: skip
    ulang = forms.BooleanField(
        label=_("Yang sudah menerima sebuah program boleh mendapat program itu lagi"), required=False
    )  # fmt: skip


class Weights(forms.Form):
    """The policy weights."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A field for each decile, for one not known, and for what is added."""
        super().__init__(*args, **kwargs)
        for place in range(plan_settings.UNKNOWN):
            self.fields[f"desil_{place + 1}"] = _weight(_("Desil %(n)s") % {"n": place + 1})
        self.fields["desil_0"] = _weight(_("Desil belum tahu"))
        self.fields["belum"] = _weight(_("Belum menerima apa pun"))
        self.fields["lansia"] = _weight(_("Ada anggota 60 tahun ke atas"))
        self.fields["balita"] = _weight(_("Ada anak 6 tahun ke bawah"))


class Weight(forms.Field):
    """A number from zero up, written as people write it: "4,5" (in English "4.5"). A browser's own number box shows what its maker
    thinks right, whatever the page is written in."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 12})

    def prepare_value(self, value: Any) -> Any:
        """With a comma, and only where something stands behind it."""
        if not isinstance(value, int | float):
            return value
        return words.number(value, 0 if float(value).is_integer() else len(f"{value}".partition(".")[2]))

    def to_python(self, value: Any) -> float | None:
        """Raises ValidationError for what is no number, or beyond what a weight may be."""
        text = str(value or "").strip()
        if not text:
            return None
        found = angka.parse(text)
        if found is None or not 0 <= found <= plan_settings.MOST_WEIGHT:
            most = words.number(plan_settings.MOST_WEIGHT)
            raise ValidationError(_("Tulis angka antara 0 dan %(most)s, misalnya 4,5.") % {"most": most})
        return float(found)


def _weight(label: Any) -> forms.Field:
    return Weight(label=label)


def first_weights() -> dict[str, float]:
    """The weights of this office, by field."""
    told = plan_settings.standard()
    deciles = {f"desil_{place + 1}": each for place, each in enumerate(told.decile[: plan_settings.UNKNOWN])}
    extra = {"belum": told.unreached, "lansia": told.elderly, "balita": told.child}
    return {**deciles, "desil_0": told.decile[plan_settings.UNKNOWN], **extra}


def weights(values: Mapping[str, Any]) -> plan_settings.Weights:
    """What the form says."""
    deciles = [float(values[f"desil_{place + 1}"]) for place in range(plan_settings.UNKNOWN)]
    return plan_settings.Weights(
        (*deciles, float(values["desil_0"])), float(values["belum"]), float(values["lansia"]), float(values["balita"])
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A programme in the form: whether it takes part, whether it has a line of money, and what is written in its fields."""

    code: str
    name: str
    owner: str
    chosen: bool
    funded: bool
    said: Mapping[str, str]


def rows(
    programmes: Sequence[Programme], funded: Mapping[str, Share], given: Mapping[str, Any] | None
) -> list[Row]:
    """A row for each programme: what was written, or what its lines of money say. Those with money take part at first."""
    found = []
    for each in programmes:
        share = funded.get(each.code)
        said = (
            _first(share)
            if given is None
            else {name: str(given.get(f"{name}_{each.code}", ""))[:2000] for name in FIELDS}
        )
        chosen = share is not None if given is None else bool(given.get(f"pakai_{each.code}"))
        found.append(Row(each.code, each.name, each.owner_name, chosen, share is not None, said))
    return sorted(found, key=lambda row: (row.code not in funded, row.name))


def _first(share: Share | None) -> dict[str, str]:
    if share is None:
        return {"biaya": "", "anggaran": "", "kuota": "", "bobot": "1", "jatah": ""}
    return {
        "biaya": str(rupiah.Rupiah(share.cost)), "anggaran": "" if share.budget is None else str(rupiah.Rupiah(share.budget)),
        "kuota": "" if share.quota is None else str(share.quota), "bobot": "1", "jatah": plan_settings.said_by_place(share.by_region),
    }  # fmt: skip


def shares(found: Sequence[Row]) -> tuple[Share, ...]:
    """The programmes that take part, with their limits. Raises SelarasError rencana_angka, rencana_baris_wilayah."""
    return tuple(
        Share(
            row.code, row.name, plan_settings.amount(row.said["biaya"], row.name) or 0,
            plan_settings.amount(row.said["anggaran"], row.name), plan_settings.count(row.said["kuota"], row.name),
            plan_settings.by_place(row.said["jatah"], row.name), plan_settings.weight(row.said["bobot"], row.name),
        )
        for row in found
        if row.chosen
    )  # fmt: skip


def settings(found: Sequence[Row], values: Mapping[str, Any], weighed: Mapping[str, Any]) -> Settings:
    """The whole. Raises as `shares`."""
    return Settings(
        shares(found), weights(weighed), seed=values["benih"], floor=values["lantai"],
        floors=plan_settings.by_place(values["lantai_desa"], str(Plan.base_fields["lantai_desa"].label)),
        most=values["paling"], percent=values["persen"], renew=values["ulang"],
    )  # fmt: skip


class Change(forms.Form):
    """One family more or less, and why."""

    beri = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda text: text == "1")
    alasan = forms.CharField(label=_("Alasan"), min_length=plans.LEAST_REASON, max_length=300)


class Decree(forms.Form):
    """Number and day of the decree, as they stand in the register of the office."""

    nomor = forms.CharField(label=_("Nomor SK"), max_length=80)
    tanggal = forms.DateField(
        label=_("Tanggal SK"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
