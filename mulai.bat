@echo off
rem Memulai meja surat desa di Windows: klik dua kali, atau ketik di cmd:  mulai.bat   di PowerShell:  .\mulai.bat
rem
rem   mulai.bat           pasang yang kurang, jalankan layanan, mulai lagi bila berhenti tidak semestinya
rem   mulai.bat pasang    jalankan sendiri setiap kali Windows dibuka (pintasan di folder Startup pengguna ini)
rem   mulai.bat lepas     jangan lagi
rem   mulai.bat status    atau perintah lain dari scheduler.py: check, restart, backup, ...
rem
rem Memerlukan Python 3.11 atau lebih baru dari python.org. Yang lain dipasang sendiri; saat pertama perlu internet.
rem BELUM PERNAH DICOBA di Windows sungguhan: yang membuatnya tidak punya. Bila ada yang salah, jalankan dari cmd:
rem   py -m pip install -q uv
rem   py -m uv run scheduler.py
setlocal
cd /d "%~dp0"
if /i "%~1"=="pasang" goto pasang
if /i "%~1"=="lepas" goto lepas

where py >nul 2>nul
if errorlevel 1 goto tanpapython
py -c "import sys; sys.exit(sys.version_info < (3, 11))"
if errorlevel 1 goto tanpapython

:mulai
py -m uv --version >nul 2>nul
if errorlevel 1 py -m pip install -q uv
py -m uv sync -q --inexact --no-default-groups
if not exist ".venv\Scripts\python.exe" goto belumterpasang
if not "%~1"=="" goto perintah
rem Layanan tahu dari sini bahwa ia akan dimulai lagi bila berhenti dengan kode 3.
set MEJA_PENJAGA=1
".venv\Scripts\python.exe" scheduler.py
set KODE=%ERRORLEVEL%
if "%KODE%"=="0" goto selesai
if "%KODE%"=="2" goto salah
if "%KODE%"=="3" goto mulai
echo.
echo Layanan berhenti tidak semestinya (kode %KODE%). Dimulai lagi 30 detik lagi.
echo Catatannya ada di data\catatan\meja.log. Untuk menghentikan: tutup jendela ini.
goto tunggu

:belumterpasang
echo.
echo Yang diperlukan belum bisa dipasang. Periksa internet. Dicoba lagi 30 detik lagi.

:tunggu
rem ping, karena timeout menolak bekerja tanpa papan ketik.
ping -n 31 127.0.0.1 >nul
goto mulai

:perintah
".venv\Scripts\python.exe" scheduler.py %*
exit /b %ERRORLEVEL%

:selesai
exit /b 0

:salah
echo.
echo Ada yang perlu dibereskan dulu; sebabnya tertulis di atas. Periksa semuanya dengan:  mulai.bat check
echo Setelah itu jalankan mulai.bat lagi.
pause
exit /b 2

:tanpapython
echo Python 3.11 atau lebih baru belum ada. Pasang dari https://www.python.org/downloads/ lalu jalankan lagi.
pause
exit /b 2

:pasang
rem Letak berkas ini lewat variabel, supaya tanda petik di nama folder tidak mengganggu.
set "MEJA_BERKAS=%~f0"
powershell -NoProfile -Command "$p = Join-Path ([Environment]::GetFolderPath('Startup')) 'Meja Surat.lnk'; $s = (New-Object -ComObject WScript.Shell).CreateShortcut($p); $s.TargetPath = $env:MEJA_BERKAS; $s.WorkingDirectory = Split-Path $env:MEJA_BERKAS; $s.WindowStyle = 7; $s.Save()"
if errorlevel 1 goto gagal
echo Meja surat akan mulai sendiri setiap kali Windows dibuka. Untuk membatalkan:  mulai.bat lepas
echo Supaya laptop tidak tidur sendiri: Settings, System, Power, Screen and sleep.
exit /b 0

:lepas
powershell -NoProfile -Command "$p = Join-Path ([Environment]::GetFolderPath('Startup')) 'Meja Surat.lnk'; if (Test-Path $p) { Remove-Item $p }"
if errorlevel 1 goto gagal
echo Meja surat tidak lagi mulai sendiri.
exit /b 0

:gagal
echo Tidak berhasil. Pintasan bisa dibuat sendiri: tekan Windows+R, ketik shell:startup, lalu taruh pintasan
echo ke mulai.bat di folder yang terbuka.
pause
exit /b 2
