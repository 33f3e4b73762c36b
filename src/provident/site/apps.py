from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "provident.site"
    label = "site"
    verbose_name = "站点"

    def ready(self) -> None:
        from provident.kernel import policy_source
        from provident.policy.releases import active_policy

        policy_source.bind(active_policy)
