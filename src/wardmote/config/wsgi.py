"""Where does the web server find the site?"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardmote.config.settings")
application = get_wsgi_application()
