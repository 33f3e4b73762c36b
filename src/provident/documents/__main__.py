"""印刷进程 · the child process that sets one document.

Reads a print job on standard input, writes the PDF to standard output.  A process of its
own gives its memory back to the machine when the document is done.
"""

import sys

from provident.documents.press import typeset

sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))
