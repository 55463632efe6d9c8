"""Fetch the form, validate a response, get its resources. Python 3.9 or newer, no packages.

python3 client.py http://127.0.0.1:8080/fhir response.json
"""
import json
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/fhir"
file = sys.argv[2] if len(sys.argv) > 2 else "response.json"


def call(path, body=None):
    headers = {"Accept": "application/fhir+json", "Accept-Language": "en"}
    if body is not None:
        headers["Content-Type"] = "application/fhir+json"
    try:
        with urlopen(Request(f"{base}/{path}", data=body, headers=headers)) as answer:
            return json.load(answer)
    except HTTPError as error:
        # Every refusal is an OperationOutcome: a code, a sentence and a place for each fault.
        outcome = json.load(error)
        for issue in outcome["issue"]:
            print(issue["details"]["coding"][0]["code"], issue["details"]["text"], file=sys.stderr)
        sys.exit(1)


with open(file, "rb") as source:
    response = source.read()

form = call("Questionnaire/somatik")
print(f"form: {form['url']}|{form['version']}")

outcome = call("QuestionnaireResponse/$validate", response)
errors = [issue for issue in outcome["issue"] if issue["severity"] == "error"]
for issue in errors:
    print(issue.get("expression"), issue["details"]["text"])
print(f"errors: {len(errors)}")

parameters = call("QuestionnaireResponse/$extract", response)
bundle = next(one["resource"] for one in parameters["parameter"] if one["name"] == "return")
for entry in bundle["entry"]:
    print(f"resource: {entry['resource']['resourceType']}")
