from django.http import Http404


def review_queue(request, **kwargs):
    raise Http404


def review(request, **kwargs):
    raise Http404
