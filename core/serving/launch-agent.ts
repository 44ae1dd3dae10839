export interface LaunchAgentFacts {
  /** `provider_label`. */
  label: string;
  /** The executable and its arguments; absolute paths, no shell. */
  argv: readonly string[];
  /** Where launchd sends what the process prints. */
  logPath: string;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const text = (value: string): string => `<string>${value.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign)}</string>`;

/**
 * A28: the LaunchAgent of the managed provider, for `gui/<uid>`. It is restarted unless it ended by itself with 0, and has
 * 45 s to end: launchd's own 20 s are shorter than the drain.
 */
export function launchAgentPlist({ label, argv, logPath }: LaunchAgentFacts): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  ${text(label)}
  <key>ProgramArguments</key>
  <array>
${argv.map((argument) => `    ${text(argument)}`).join("\n")}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>ThrottleInterval</key>
  <integer>30</integer>
  <key>ExitTimeOut</key>
  <integer>45</integer>
  <key>StandardOutPath</key>
  ${text(logPath)}
  <key>StandardErrorPath</key>
  ${text(logPath)}
</dict>
</plist>
`;
}
