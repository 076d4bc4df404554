"""The Files page: vectors that come in, what is odd about them, and vectors that go out."""
