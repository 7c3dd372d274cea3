using System.CommandLine;
using System.Net;
using System.Text.Json;
using McpCall;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

var url = new Argument<Uri>("url") { Description = "MCP endpoint, for example https://acme.mcp.test/mcp", CustomParser = result => new Uri(result.Tokens[0].Value, UriKind.Absolute) };
var tool = new Argument<string?>("tool") { Description = "tool to call; none: list the tools", Arity = ArgumentArity.ZeroOrOne };
var arguments = new Option<string>("--arguments") { Description = "tool arguments as a JSON object", DefaultValueFactory = _ => "{}" };
var tokenFile = new Option<FileInfo?>("--token-file") { Description = "file with a bearer token" };
var ca = new Option<string?>("--cacert") { Description = "PEM file of the authority to trust instead of the machine's" };
var address = new Option<string?>("--address") { Description = "address to dial instead of resolving the host name" };
var root = new RootCommand("Calls one MCP server with the official SDK client and prints what it answers.") { url, tool, arguments, tokenFile, ca, address };

root.SetAction(async (parse, cancellation) =>
{
    using var http = EdgeHttpClient.Create(parse.GetValue(ca), parse.GetValue(address) is { } a ? IPAddress.Parse(a) : null);
    if (parse.GetValue(tokenFile) is { } file)
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(file.FullName, cancellation)).Trim());
    await using var transport = new HttpClientTransport(
        new HttpClientTransportOptions { Endpoint = parse.GetRequiredValue(url), TransportMode = HttpTransportMode.StreamableHttp }, http);
    await using var client = await McpClient.CreateAsync(transport, cancellationToken: cancellation);
    if (parse.GetValue(tool) is not { } name)
    {
        foreach (var item in await client.ListToolsAsync(cancellationToken: cancellation))
            Console.WriteLine($"{item.Name,-20} {item.Description}");
        return 0;
    }

    var values = JsonSerializer.Deserialize<Dictionary<string, object?>>(parse.GetRequiredValue(arguments));
    var result = await client.CallToolAsync(name, values, cancellationToken: cancellation);
    foreach (var block in result.Content)
        Console.WriteLine(block is TextContentBlock text ? text.Text : JsonSerializer.Serialize(block));
    return result.IsError == true ? 1 : 0;
});

return await root.Parse(args).InvokeAsync();
