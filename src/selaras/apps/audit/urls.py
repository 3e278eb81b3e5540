"""Addresses of the trail."""

from __future__ import annotations

from django.urls import path

from selaras.apps.audit import views

app_name = "audit"
urlpatterns = [path("jejak/", views.events, name="events")]
