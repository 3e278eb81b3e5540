"""Addresses of verval. Lines by subject, so that builders do not meet."""

from __future__ import annotations

from django.urls import path

from selaras.apps.verval.views import openrosa

app_name = "verval"
urlpatterns = [
    # ODK Collect and other OpenRosa clients: the token says whose phone it is.
    path("odk/k/<str:token>/formList", openrosa.form_list, name="odk_form_list"),
    path("odk/k/<str:token>/formulir/<str:form_id>/<str:version>.xml", openrosa.form, name="odk_form"),
    path(
        "odk/k/<str:token>/formulir/<str:form_id>/<str:version>/manifest",
        openrosa.manifest,
        name="odk_manifest",
    ),
    path("odk/k/<str:token>/berkas/<str:name>", openrosa.media, name="odk_media"),
    path("odk/k/<str:token>/keutuhan", openrosa.integrity, name="odk_integrity"),
    path("odk/k/<str:token>/submission", openrosa.submission, name="odk_submission"),
]
