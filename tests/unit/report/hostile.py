"""What vendors and targets might say to break out of a report."""

HOSTILE = [
    "plain",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></pre></td></table>",
    "<!-- ",
    "]]>",
    "&lt;b&gt;",
    "| a | b |\n| --- | --- |",
    "[link](javascript:alert(1))",
    "```\nrm -rf /\n```",
    "\n::error file=a,line=1::owned",
    "\r\n::set-output name=a::b",
    "%0A::stop-commands::x",
    "a:b,c=d",
    "a\x1b[31mb\x00c\u202ed\u2028e",
]
