from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('estate', '0002_domains'),
    ]

    operations = [
        migrations.AddField(
            model_name='domain',
            name='token_gone_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='token_seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='domain',
            name='tries_since',
            field=models.DateTimeField(null=True),
        ),
    ]
