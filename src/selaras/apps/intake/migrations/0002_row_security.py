"""Deliveries and jobs belong to a region; editions are known wherever they reach."""

from django.db import migrations

from selaras.apps.accounts import rls

# Which lists there are, and of which day, is known in every village they cover, not only to the kabupaten as a whole.
REACHES = (
    "((SELECT selaras_everywhere()) OR (wilayah || '.') LIKE ANY ((SELECT selaras_regions())::text[]) "
    "OR EXISTS (SELECT FROM unnest((SELECT selaras_regions())) AS mine WHERE mine LIKE wilayah || '.%' "
    "AND wilayah <> ''))"
)
OF_DELIVERY = "EXISTS (SELECT FROM intake_delivery parent WHERE parent.id = delivery_id)"


class Migration(migrations.Migration):
    """Row security of intake."""

    dependencies = [("intake", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        *rls.by_region("intake_delivery", "wilayah"),
        *rls.by_condition("intake_job", OF_DELIVERY),
        *rls.by_condition("intake_edition", REACHES),
    ]
