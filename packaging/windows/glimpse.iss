; Inno Setup 6 script; build.ps1 runs it after PyInstaller. Untested: not yet run on Windows.
; It installs for one user, so that no administrator is needed, and its pages are plain dialogs
; that screen readers can read.
#ifndef Version
  #define Version "0"
#endif

[Setup]
AppId={{7B0B5C1E-3B7E-4E0B-9D57-6F5C1A2E9A41}
AppName=Glimpse
AppVersion={#Version}
AppPublisher=The Glimpse authors
DefaultDirName={autopf}\Glimpse
DefaultGroupName=Glimpse
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=LICENSE
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=glimpse-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=classic

[Files]
Source: "dist\glimpse\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Glimpse"; Filename: "{app}\glimpse-gui.exe"; HotKey: ctrl+alt+g
Name: "{group}\Uninstall Glimpse"; Filename: "{uninstallexe}"

[Run]
Filename: "{app}\glimpse-gui.exe"; Description: "Start Glimpse"; Flags: postinstall nowait skipifsilent
