# Windows: what `make run` is elsewhere. Sets up .venv with Python 3.11 or newer and starts the app.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")
py -3 packaging\bootstrap.py run @args
exit $LASTEXITCODE
