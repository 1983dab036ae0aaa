# Windows: what `make test` is elsewhere. Sets up .venv for development, then runs every check and every test.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")
py -3 packaging\bootstrap.py test @args
exit $LASTEXITCODE
