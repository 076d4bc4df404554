"""The app's files are found in a checkout and in an installed wheel."""

from embviz.util import places


def test_a_checkout_has_them_at_its_root():
    assert (places.app_folder() / "sample_data").is_dir()


def test_an_installed_wheel_has_them_inside(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "site-packages" / "embviz")
    assert places.app_folder() == tmp_path / "site-packages" / "embviz" / "_app"
