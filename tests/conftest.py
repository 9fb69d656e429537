pytest_plugins = ["tests.fixtures", "tests.processes", "tests.at_rest"]
