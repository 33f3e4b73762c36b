"""WSGI 入口 · the application that the page server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provident.site.settings")
application = get_wsgi_application()
