from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_period_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressreport",
            name="marks",
            field=models.JSONField(blank=True, default=dict, verbose_name="ghi chú khi viết"),
        ),
    ]
