# Builds an installer for Windows: dist\glimpse-setup.exe.
# Untested: written from the documentation of PyInstaller and Inno Setup 6, not yet run on Windows.
#
# Needs Python 3.11 to 3.14 and Inno Setup 6 (iscc on the PATH). Run it at the top of a checkout:
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Checked([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with code $LASTEXITCODE." }
}

$python = "build\venv\Scripts\python.exe"
Invoke-Checked "py" @("-3", "-m", "venv", "build\venv")
Invoke-Checked $python @("-m", "pip", "install", ".", "pyinstaller")
Invoke-Checked $python @("packaging\pyinstaller\icons.py", "build\glimpse.ico")
Invoke-Checked $python @("-m", "PyInstaller", "--noconfirm", "packaging\pyinstaller\glimpse.spec")
Invoke-Checked "dist\glimpse\glimpse.exe" @("--version")
$version = & $python -c "import assistant; print(assistant.__version__)"
Invoke-Checked "iscc" @("/DVersion=$version", "packaging\windows\glimpse.iss")
