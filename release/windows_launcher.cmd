@echo off
setlocal
rem Runs supervision-tui with the Python beside this file, else with the one that is installed.
set "HERE=%~dp0"
set PYTHONUTF8=1
if exist "%HERE%python\python.exe" goto beside
where py >nul 2>nul || goto missing
py -@PYTHON@ -c "" >nul 2>nul || goto missing
py -@PYTHON@ "%HERE%first.py" %*
exit /b %ERRORLEVEL%

:beside
"%HERE%python\python.exe" "%HERE%first.py" %*
exit /b %ERRORLEVEL%

:missing
echo supervision-tui needs Python @PYTHON@, 64-bit, and there is none here. 1>&2
echo Install it, or unpack python-@PYTHON@.*-embed-amd64.zip of python.org into "%HERE%python". 1>&2
exit /b 1
