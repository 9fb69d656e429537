def first_page_of(user):
    return "/"
