"""The DoLS / BIA allocation tracker: one row a request."""

from __future__ import annotations

from desktop.exchange.headers import Layout

# The column names that councils' forms, procedures and FOI answers use, beside those of the tracker.
DOLS = Layout(
    name="dols_tracker",
    must=("ref", "received_on"),
    signs=("home", "bia", "urgent", "urgent_ends", "form"),
    id_name="request reference",
    adults=True,
    headers={
        "ref": ("Ref", "DoLS ref", "Reference", "Request ref", "DoLS reference", "DoLS no", "Ref no", "Request ID"),
        "person_id": ("Person ID", "CareDirector ID", "Client ID", "Service user ID", "SU ID", "P number", "PID"),
        "name": ("Name", "Person name", "Relevant person", "Client name", "Service user", "Person"),
        "born_on": ("DOB", "Date of birth", "D.O.B.", "Birth date"),
        "home": ("Managing Authority", "MA", "Care home", "Home", "Home or ward", "Hospital or care home"),
        "cqc_location": ("CQC location", "CQC code", "CQC id", "CQC location code", "CQC"),
        "form": ("Form", "Form type", "Request form", "Request type"),
        "received_on": (
            "Date rec'd", "Date received", "Received", "Rec'd", "Request received", "Date request received",
            "Date of request",
        ),
        "urgent": ("Urgent Y/N", "Urgent", "Urgent?", "UA", "UA Y/N", "Urgent authorisation"),
        "urgent_from": ("Urgent from", "UA from", "Urgent start", "UA start", "UA given", "Urgent given"),
        "urgent_ends": ("Urgent ends", "UA expiry", "Urgent expiry", "UA ends", "UA end", "Urgent end", "Urgent to"),
        "extension_requested_on": ("Extension requested", "Ext requested", "UA extension requested", "Form 1 ext"),
        "extension_decided_on": ("Extension granted", "Extension decided", "Ext granted", "UA extension granted"),
        "extension_days": ("Extension days", "Ext days", "Extension (days)"),
        "priority": ("Priority", "ADASS priority", "Priority level", "RAG priority"),
        "objecting": ("Objecting", "Objecting?", "Objecting Y/N", "P objecting"),
        "bia": ("BIA", "BIA name", "Best interests assessor", "BIA allocated", "BIA allocated to"),
        "bia_team": ("BIA team", "Assessor team", "BIA BIA team"),
        "bia_allocated_on": (
            "Date alloc to BIA", "Date allocated to BIA", "BIA date allocated", "Date allocated", "BIA allocated on",
            "Date alloc", "BIA date alloc",
        ),
        "bia_due_on": ("BIA due back", "BIA due", "Due back", "BIA due date", "BIA due back by"),
        "form3_on": ("Form 3 rec'd", "Form 3 received", "Form 3 returned", "BIA returned", "Form 3", "F3 rec'd"),
        "mha": ("MHA", "MHA name", "Mental health assessor", "S12 doctor", "Doctor"),
        "mha_allocated_on": ("Date alloc to MHA", "MHA date allocated", "MHA date alloc", "Date allocated to MHA"),
        "form4_on": ("Form 4 rec'd", "Form 4 received", "Form 4 returned", "MHA returned", "Form 4", "F4 rec'd"),
        "sent_to_signatory_on": ("Date to signatory", "Sent to signatory", "Date sent to signatory"),
        "signed_off_on": ("Date signed off", "Signed off", "Date signed", "Sign off date", "Date authorised"),
        "outcome": ("Outcome", "Decision", "Result"),
        "authorisation_from": ("Authorisation start", "Auth start", "Authorised from", "Auth from", "DoLS start"),
        "authorisation_to": ("Authorisation end", "Auth end", "Authorised to", "Auth to", "DoLS end", "Expiry date"),
        "comment": ("Comments", "Comment", "Notes", "Note", "Remarks"),
    },
)  # fmt: skip
