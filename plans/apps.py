from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What is promised: plans, groups, tasks, indicators."""

    name = "plans"
    verbose_name = "Kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agencies.labels import register_actions
        from documents import registry
        from documents.choices import DocumentKind
        from plans import papers
        from plans.choices import ACTION_LABELS

        registry.register_subject("plan", papers.plan_of_key)
        registry.register_names("plan", papers.names_of_plans)
        registry.register(DocumentKind.PLAN, papers.PLAN)
        registry.register(DocumentKind.COMMENTS, papers.COMMENTS)
        registry.register(DocumentKind.DECISION, papers.DECISION)
        registry.register(DocumentKind.ANNEX, papers.ANNEX)
        registry.register(DocumentKind.AMENDMENT, papers.AMENDMENT)
        registry.register(DocumentKind.SUBMISSION, papers.SUBMISSION)
        register_actions(ACTION_LABELS)
