"""Evidence: what goes in with the report's form, who takes it out again, what is left when it fails."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import workflow
from reports.choices import ReportStatus
from reports.models import Evidence, ProgressReport
from reports.services.writing import remove_evidence
from tests import factories as f
from tests.reports.test_writing import ADDRESS, TYPED, version_now
from tests.shared import files as made
from ttdn_portal.shared.storage import StorageFull
from ttdn_portal.shared.transitions import StaleState


def fetch(client, number):
    """The answer, read to its end: the client closes the file then."""
    answer = client.get(f"{ADDRESS}minh-chung/{number}/")
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "ttdn_portal.shared.storage.PrivateStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def send(client, page="viet/", *files, **changes):
    typed = (
        TYPED
        | {"version": str(version_now()), "uploads": list(files)}
        | ({"later": "1"} if page == "viet/" else {})
        | changes
    )
    return client.post(f"{ADDRESS}{page}", typed)


def pdf(name="bao-cao.pdf", content=None):
    return SimpleUploadedFile(name, content or made.pdf(), "application/pdf")


def test_file_goes_in_with_the_text(client, world, lead_officer, media):
    client.force_login(lead_officer)

    send(client, "viet/", pdf(), link="www.dulich.example/phong-su", link_name="Phóng sự 7")

    report = ProgressReport.objects.get()
    link, file = report.evidence.order_by("kind").reverse()
    assert (link.url, link.name) == ("https://www.dulich.example/phong-su", "Phóng sự 7")
    assert (file.name, file.content_type) == ("bao-cao.pdf", "application/pdf")
    assert file.size == file.file.size
    assert report.results == "Đã phát 7 phóng sự song ngữ."
    (path,) = stored(media)
    assert "bao-cao" not in str(path)
    assert path.parent == media / "hcm" / "minh-chung"


def test_several_files_go_in_at_once_and_one_twice_is_one(client, world, lead_officer, media):
    client.force_login(lead_officer)

    send(client, "minh-chung/them/", pdf("mot.pdf"), SimpleUploadedFile("anh.png", made.picture("PNG")))
    same = made.picture("PNG")
    answer = send(client, "minh-chung/them/", SimpleUploadedFile("anh-lan-hai.png", same))

    assert answer.url == f"{ADDRESS}viet/#minh-chung"
    told = "Tệp “anh-lan-hai.png” giống hệt “anh.png” đã gửi trước, nên không thêm lần nữa."
    assert told in client.get(f"{ADDRESS}viet/").content.decode()
    assert list(Evidence.objects.values_list("name", flat=True)) == ["mot.pdf", "anh.png"]
    assert len(stored(media)) == 2


def test_bad_file_is_told_at_its_field_while_text_and_good_link_are_kept(client, world, lead_officer, media):
    client.force_login(lead_officer)

    page = send(
        client, "viet/", pdf("doi-ten.pdf", made.PROGRAM), link="https://dulich.example/7"
    ).content.decode()

    assert "“doi-ten.pdf” có đuôi PDF nhưng nội dung không phải PDF." in page
    assert "<title>Lỗi: " in page
    report = ProgressReport.objects.get()
    assert report.results == "Đã phát 7 phóng sự song ngữ."
    assert f'name="version" value="{report.version}"' in page
    assert [e.url for e in report.evidence.all()] == ["https://dulich.example/7"]
    assert stored(media) == []


def test_every_bad_file_is_named(client, world, lead_officer):
    client.force_login(lead_officer)

    page = send(client, "viet/", pdf("mot.exe"), SimpleUploadedFile("hai.pdf", b"")).content.decode()

    assert "“mot.exe” không thuộc loại được nhận." in page
    assert "“hai.pdf” là tệp rỗng." in page


def test_long_vietnamese_name_comes_back_whole_as_far_as_it_fits(client, world, lead_officer):
    client.force_login(lead_officer)
    name = unicodedata.normalize("NFD", "ả" * 90) + ".pdf"

    send(client, "viet/", pdf(name))

    evidence = Evidence.objects.get()
    answer = fetch(client, evidence.pk)
    assert evidence.name == "ả" * 83 + ".pdf"
    assert (
        answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''" + "%E1%BA%A3" * 83 + ".pdf"
    )


def test_file_is_sent_as_an_attachment_that_runs_nothing(client, world, lead_officer):
    client.force_login(lead_officer)
    send(client, "viet/", pdf("minh chứng.pdf"))

    answer = fetch(client, Evidence.objects.get().pk)

    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''minh%20ch%E1%BB%A9ng.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (ReportStatus.DRAFT, {"officer", "head"}),
        (ReportStatus.SUBMITTED, {"officer", "head", "standing", "signer", "committee"}),
        (ReportStatus.ACCEPTED, {"officer", "head", "standing", "signer", "committee", "supporter"}),
    ],
)
def test_file_is_seen_by_whoever_sees_the_version_that_holds_it(
    client, world, other_world, lead_officer, status, allowed
):
    client.force_login(lead_officer)
    send(client, "viet/", pdf())
    number = Evidence.objects.get().pk
    if status != ReportStatus.DRAFT:
        workflow.run(ProgressReport.objects.get(), "submit", actor=lead_officer)
    if status == ReportStatus.ACCEPTED:
        workflow.run(ProgressReport.objects.get(), "accept", actor=world.people["standing"])

    seen = set()
    for role, person in (world.people | {"stranger": other_world.people["standing"]}).items():
        client.force_login(person)
        if fetch(client, number).status_code == 200:
            seen.add(role)
    client.logout()

    assert seen == allowed
    assert fetch(client, number).status_code == 302


def test_file_added_after_the_return_is_not_yet_the_reviewers(client, world, lead_officer, standing_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    client.force_login(lead_officer)
    send(client, "viet/", pdf())
    number = Evidence.objects.get().pk
    client.force_login(standing_officer)

    assert fetch(client, number).status_code == 404


def test_file_that_the_store_has_lost_is_not_found(client, world, lead_officer):
    client.force_login(lead_officer)
    send(client, "viet/", pdf())
    evidence = Evidence.objects.get()
    default_storage.delete(evidence.file.name)

    assert fetch(client, evidence.pk).status_code == 404


def test_evidence_is_taken_off_with_the_text_kept_and_the_file_gone(
    client, world, lead_officer, media, django_capture_on_commit_callbacks
):
    client.force_login(lead_officer)
    send(client, "viet/", pdf())

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, f"minh-chung/{Evidence.objects.get().pk}/bo/", results="Sửa dở thì bỏ tệp.")

    assert answer.url == f"{ADDRESS}viet/#minh-chung"
    assert not Evidence.objects.exists()
    assert stored(media) == []
    assert ProgressReport.objects.get().results == "Sửa dở thì bỏ tệp."


def test_evidence_of_a_report_that_was_sent_stays(client, world, lead_officer):
    client.force_login(lead_officer)
    send(client, "viet/", pdf())
    workflow.run(ProgressReport.objects.get(), "submit", actor=lead_officer)

    answer = send(client, f"minh-chung/{Evidence.objects.get().pk}/bo/")

    assert answer.status_code == 409
    assert Evidence.objects.count() == 1
    with pytest.raises(StaleState):
        remove_evidence(Evidence.objects.get(), actor=lead_officer)


def test_evidence_of_others_is_not_taken_off(client, world, lead_officer, supporter, other_world):
    client.force_login(lead_officer)
    send(client, "viet/", pdf())
    number = Evidence.objects.get().pk
    ProgressReport.objects.update(
        status=ReportStatus.ACCEPTED, accepted_by=world.people["standing"], accepted_at="2026-06-01T00:00Z"
    )

    client.force_login(supporter)
    assert send(client, f"minh-chung/{number}/bo/").status_code == 403
    client.force_login(other_world.people["officer"])
    assert send(client, f"minh-chung/{number}/bo/").status_code == 404
    assert Evidence.objects.count() == 1


def test_evidence_of_another_report_is_out_of_reach(client, world, lead_officer, other_officer):
    other = f.make_report(world.other_task, world.period, other_officer)
    foreign = other.evidence.create(kind="LINK", url="https://taichinh.example", added_by=other_officer)
    client.force_login(lead_officer)

    send(client, f"minh-chung/{foreign.pk}/bo/")

    assert Evidence.objects.filter(pk=foreign.pk).exists()


def test_full_store_is_a_sentence_and_leaves_nothing(client, world, lead_officer, media, monkeypatch):
    def full(self, name, content):
        raise StorageFull("Kho lưu trữ đầy hoặc không ghi được; tệp chưa được lưu.")

    monkeypatch.setattr("ttdn_portal.shared.storage.PrivateStorage._save", full)
    client.force_login(lead_officer)

    page = send(client, "viet/", pdf()).content.decode()

    assert "Kho lưu trữ đầy" in page
    assert not Evidence.objects.exists()
    assert stored(media) == []
    assert ProgressReport.objects.get().results == "Đã phát 7 phóng sự song ngữ."


def test_limits_are_said_before_choosing(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/").content.decode()

    assert f"mỗi tệp không quá {settings.UPLOAD_MAX_MB} MB" in page
    assert 'accept=".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.webp"' in page
    assert 'data-ttdn-max-mb="20"' in page


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "CON.pdf",
        "anh\u202efdp.pdf",
        "a\x00b.pdf",
        '"><script>.pdf',
        "a%0d%0aX-Evil: 1.pdf",
    ],
)
def test_harmful_name_reaches_neither_disk_nor_header(client, world, lead_officer, media, name):
    sent = pdf()
    sent._name = name
    client.force_login(lead_officer)

    send(client, "viet/", sent)

    evidence = Evidence.objects.get()
    answer = fetch(client, evidence.pk)
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert all(path.parent == media / "hcm" / "minh-chung" and len(path.name) == 32 for path in stored(media))
    assert "<script>" not in client.get(f"{ADDRESS}viet/").content.decode()
