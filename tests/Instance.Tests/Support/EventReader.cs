using System.Text.Json;

namespace Instance.Tests.Support;

/// <summary>Reads the messages of an event stream one by one, while the request that it answers goes on.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private StreamReader? reader;

    public async Task<JsonElement> NextAsync()
    {
        reader ??= new StreamReader(await response.Content.ReadAsStreamAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonElement.Parse(line[6..]);
        }
        throw new EndOfStreamException();
    }

    public void Dispose()
    {
        reader?.Dispose();
        response.Dispose();
    }
}
