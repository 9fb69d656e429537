from django.http import Http404


def contribution_edit(request, **kwargs):
    raise Http404
