from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import locality_or_404
from reports.dashboards import search as finding
from reports.forms.overview import SearchForm


@require_safe
def search(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    form = SearchForm(request.GET)
    words = form.words()
    found = finding.search(request.user, locality, words, as_of=timezone.localdate()) if words else None
    return render(
        request, "reports/search.html", {"locality": locality, "form": form, "words": words, "found": found}
    )
