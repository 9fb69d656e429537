from django.http import Http404


def report_detail(request, **kwargs):
    raise Http404


def report_start(request, **kwargs):
    raise Http404


def report_edit(request, **kwargs):
    raise Http404


def report_autosave(request, **kwargs):
    raise Http404


def report_compare(request, **kwargs):
    raise Http404


def report_check(request, **kwargs):
    raise Http404


def report_move(request, **kwargs):
    raise Http404


def report_sent(request, **kwargs):
    raise Http404


def report_delete(request, **kwargs):
    raise Http404


def report_restore(request, **kwargs):
    raise Http404


def no_change(request, **kwargs):
    raise Http404
