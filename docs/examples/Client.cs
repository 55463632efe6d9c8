// Fetch the form, validate a response, get its resources. .NET 8 or newer, no packages.
// dotnet run -- http://127.0.0.1:8080/fhir response.json
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

var address = args.Length > 0 ? args[0] : "http://127.0.0.1:8080/fhir";
var response = await File.ReadAllBytesAsync(args.Length > 1 ? args[1] : "response.json");

using var http = new HttpClient { BaseAddress = new Uri(address + "/") };
http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");
http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

async Task<JsonNode> Call(string path, byte[]? body = null)
{
    using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
    if (body is not null)
    {
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
    }
    using var answer = await http.SendAsync(request);
    var resource = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    if (answer.IsSuccessStatusCode) return resource;
    // Every refusal is an OperationOutcome: a code, a sentence and a place for each fault.
    var faults = resource["issue"]!.AsArray().Select(issue => $"{issue!["details"]!["text"]}");
    throw new InvalidOperationException(string.Join("\n", faults));
}

var form = await Call("Questionnaire/somatik");
Console.WriteLine($"form: {form["url"]}|{form["version"]}");

var outcome = await Call("QuestionnaireResponse/$validate", response);
var errors = outcome["issue"]!.AsArray().Where(issue => (string?)issue!["severity"] == "error").ToList();
foreach (var issue in errors) Console.WriteLine($"{issue!["expression"]?[0]}: {issue["details"]!["text"]}");
Console.WriteLine($"errors: {errors.Count}");

var parameters = await Call("QuestionnaireResponse/$extract", response);
var bundle = parameters["parameter"]!.AsArray().First(one => (string?)one!["name"] == "return")!["resource"]!;
foreach (var entry in bundle["entry"]!.AsArray()) Console.WriteLine($"resource: {entry!["resource"]!["resourceType"]}");
