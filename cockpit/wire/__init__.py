"""What goes over the wire to the terminal: only what differs from what stands on its screen already.

The program paints as if the terminal were new each time; a :class:`~cockpit.wire.canvas.Canvas` takes that in, and
:class:`~cockpit.wire.painter.Painter` writes what brings the terminal there.  Where the terminal takes longer than the program, what was
painted meanwhile is never sent: the terminal gets what is wanted last.
"""
