"""登录网址 · the addresses at the door; the site mounts them below `/desk/`."""

from __future__ import annotations

from django.urls import path

from provident.channels.workbench.signing import views

app_name = "signing"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/code", views.second_factor, name="second_factor"),
    path("sign-in/password", views.first_password, name="first_password"),
    path("sign-in/set-up", views.set_up, name="set_up"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("password", views.change_password, name="change_password"),
    path("my-sign-ins", views.my_sign_ins, name="my_sign_ins"),
]
