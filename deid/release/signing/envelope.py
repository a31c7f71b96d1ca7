"""DSSE envelopes (v1), one signature each: read as strictly as they are written, so that no two texts mean the same."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from deid.errors import Unreadable
from deid.release import documents
from deid.release.signing.keys import PublicKey
from deid.release.signing.signer import Signer

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed payload: what is signed is its pre-authentication encoding, never a JSON text made again."""

    payload: bytes
    keyid: str
    signature: bytes

    def is_by(self, key: PublicKey) -> bool:
        """Whether this key signed this payload, as a payload of in-toto's type."""
        return key.keyid == self.keyid and key.verifies(self.signature, encoded(self.payload))

    def text(self) -> str:
        """The envelope as it is written to a file."""
        signature = {"keyid": self.keyid, "sig": base64.b64encode(self.signature).decode()}
        payload = base64.b64encode(self.payload).decode()
        return documents.text_of({"payload": payload, "payloadType": PAYLOAD_TYPE, "signatures": [signature]})


def encoded(payload: bytes) -> bytes:
    """The bytes that are signed: ``DSSEv1 SP len SP type SP len SP body``."""
    # It loads the signers of every cloud, and few runs sign.
    from securesystemslib.dsse import Envelope as Encoded

    return bytes(Encoded(payload, PAYLOAD_TYPE, {}).pae())


def seal(payload: bytes, signer: Signer) -> Envelope:
    """Sign a payload."""
    return Envelope(payload, signer.public.keyid, signer.sign(encoded(payload)))


def parse(text: bytes) -> Envelope:
    """Read an envelope that somebody else may have written.

    Raises:
        Unreadable: it is no envelope of ours: another payload type, number of signatures, or spelling.
    """
    document = documents.parse(text)
    if document.get("payloadType") != PAYLOAD_TYPE:
        raise Unreadable("its payload type is not that of an in-toto statement")
    try:
        (signature,) = document["signatures"]
        found = Envelope(
            base64.b64decode(document["payload"], validate=True),
            str(signature["keyid"]),
            base64.b64decode(signature["sig"], validate=True),
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise Unreadable("no envelope with one signature") from None
    if found.text().encode() != text:
        raise Unreadable("an envelope that is spelled in another way than it is written")
    return found
