"""Places of a draft: held by their rows, so that a new number changes how they are called and not where they are."""

from django import forms

from plans.choices import PlanStatus
from plans.dashboards.places import places_of
from plans.forms.places import PlaceField
from plans.models import TaskGroup
from tests import factories as f


def draft(world):
    return f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)


def test_places_stand_in_the_order_of_the_paper(world):
    plan = draft(world)
    group = f.make_group(plan, title="Quảng bá hình ảnh Thành phố")
    f.make_task(group, world.lead, title="Sản xuất phim tư liệu")

    assert [place.label for place in places_of(plan)] == [
        "Toàn bộ dự thảo",
        "Căn cứ",
        "Câu mở đầu",
        "Mục đích",
        "Yêu cầu",
        "Nội dung 1. Quảng bá hình ảnh Thành phố",
        "Nhiệm vụ 1.1. Sản xuất phim tư liệu",
        "Kinh phí thực hiện",
        "Tổ chức thực hiện",
        "Nơi nhận",
    ]


def test_place_leads_to_where_it_stands_and_to_where_it_is_written(world):
    plan = draft(world)
    task = f.make_task(f.make_group(plan, number=3), world.lead)
    places = {place.key: place for place in places_of(plan)}

    group, of_task, purposes = (
        places[f"group:{task.group_id}"],
        places[f"task:{task.pk}"],
        places["part:purposes"],
    )

    assert (purposes.url, purposes.edit_url) == (
        "/hcm/ke-hoach/2027/#muc-dich",
        "/hcm/ke-hoach/2027/soan/muc-dich/",
    )
    assert (group.url, group.edit_url) == (
        "/hcm/ke-hoach/2027/#noi-dung-3",
        "/hcm/ke-hoach/2027/soan/noi-dung/3/",
    )
    assert (of_task.url, of_task.edit_url) == (
        "/hcm/ke-hoach/2027/nhiem-vu/3.1/",
        "/hcm/ke-hoach/2027/soan/nhiem-vu/3.1/",
    )


def test_anchor_of_each_part_and_item_is_on_the_page_of_the_plan(world, client, standing_officer):
    plan = draft(world)
    f.make_group(plan, number=3)
    client.force_login(standing_officer)

    page = client.get(plan.get_absolute_url()).content.decode()

    for place in places_of(plan):
        if "#" in place.url:
            assert f'id="{place.anchor}"' in page


def test_place_keeps_its_key_when_its_number_changes(world):
    plan = draft(world)
    group = f.make_group(plan, number=3, title="Quảng bá")
    before = next(place for place in places_of(plan) if place.title == "Quảng bá")
    TaskGroup.objects.filter(pk=group.pk).update(number=7)

    after = next(place for place in places_of(plan) if place.key == before.key)

    assert (before.name, after.name) == ("Nội dung 3", "Nội dung 7")


def test_secret_task_is_no_place(world):
    plan = draft(world)
    f.make_task(f.make_group(plan), world.lead, is_secret=True)

    assert not [place for place in places_of(plan) if place.key.startswith("task:")]


def test_number_of_queries_does_not_grow_with_the_plan(world, django_assert_num_queries):
    plan = draft(world)
    for number in range(1, 6):
        group = f.make_group(plan, number=number)
        f.make_task(group, world.lead)

    with django_assert_num_queries(2):
        assert len(places_of(plan)) == 18


class PlaceForm(forms.Form):
    place = PlaceField()


def test_field_answers_the_place_chosen(world):
    plan = draft(world)
    task = f.make_task(f.make_group(plan), world.lead)
    form = PlaceForm({"place": f"task:{task.pk}"})
    form.fields["place"].offer(places_of(plan))

    assert form.is_valid()
    assert form.cleaned_data["place"].columns == {"part": "", "group_id": None, "task_id": task.pk}


def test_field_refuses_the_place_of_another_plan(world, other_world):
    form = PlaceForm({"place": f"task:{other_world.task.pk}"})
    form.fields["place"].offer(places_of(draft(world)))

    assert form.errors["place"] == ["Chỗ này không còn trong dự thảo. Chọn lại chỗ cần góp ý."]
