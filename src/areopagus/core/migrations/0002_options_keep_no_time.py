from django.db import migrations


class Migration(migrations.Migration):
    """When an option was changed, and by whom, stands in the ledger."""

    dependencies = [("core", "0001_initial")]

    operations = [migrations.RemoveField(model_name="optionvalue", name="changed_at")]
