pytest_plugins = ["tests.fixtures", "tests.processes"]
