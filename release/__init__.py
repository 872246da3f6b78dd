"""What a release is made of: `make release` builds all of it into dist/."""
