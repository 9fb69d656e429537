from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What happened: periods, progress reports, evidence, reminders, overviews."""

    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agencies.labels import register_actions
        from agencies.services.calendar import register_deadlines
        from documents import registry
        from documents.choices import DocumentKind
        from reports import papers
        from reports.choices import ACTION_LABELS
        from reports.dashboards.deadlines import deadlines_on_days_off

        registry.register(DocumentKind.REMINDER, papers.REMINDER)
        registry.register(DocumentKind.CONCLUSION, papers.CONCLUSION_OF_PLAN)
        registry.register_subject("meeting", papers.meeting_of_key)
        registry.register_names("meeting", papers.names_of_meetings)
        registry.register(DocumentKind.CONCLUSION, papers.CONCLUSION, head="meeting")
        registry.register(DocumentKind.OVERVIEW, papers.OVERVIEW)
        registry.register_subject("review", papers.review_of_key)
        registry.register_names("review", papers.names_of_reviews)
        registry.register(DocumentKind.REPORT, papers.REVIEW, head="review")
        registry.register(DocumentKind.REPORT, papers.REVIEW_OF_PLAN)
        registry.register_subject("agency-report", papers.subject_of_key)
        registry.register(DocumentKind.REPORT, papers.AGENCY_REPORT, head="agency-report")
        registry.register_subject("report", papers.report_of_key)
        registry.register(DocumentKind.REPORT, papers.SENT_REPORT, head="report")
        register_actions(ACTION_LABELS)
        register_deadlines(deadlines_on_days_off)
