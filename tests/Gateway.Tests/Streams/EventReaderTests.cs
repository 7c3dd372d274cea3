using System.Text;
using McpTenants.Gateway.Streams;

namespace Gateway.Tests.Streams;

public sealed class EventReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", new[] { "data: a\n\n", "data: b\n\n" })]
    [InlineData("id: 1\r\ndata: a\r\n\r\n: c\r\n\r\n", new[] { "id: 1\r\ndata: a\r\n\r\n", ": c\r\n\r\n" })]
    [InlineData("data: a\r\rdata: b\n\n", new[] { "data: a\r\r", "data: b\n\n" })]
    [InlineData("data: a\n\ndata: half", new[] { "data: a\n\n" })]
    [InlineData("data: a\ndata: b\n\n", new[] { "data: a\ndata: b\n\n" })]
    [InlineData("", new string[0])]
    public async Task Events_ComeWhole_HoweverTheyAreCut(string text, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= Math.Max(1, bytes.Length); size++)
            (await ReadAsync(bytes, size)).ShouldBe([.. expected], $"in pieces of {size}");
    }

    [Fact]
    public async Task LargeEvent_IsPassedOn_AndOneBeyondTheLimitIsNot()
    {
        var fits = Encoding.UTF8.GetBytes("data: " + new string('x', 50_000) + "\n\n");

        (await ReadAsync(fits, 777)).ShouldHaveSingleItem().Length.ShouldBe(fits.Length);
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(fits, 777, limit: 20_000));
    }

    [Theory]
    [InlineData("data: x\n\n", true, null)]
    [InlineData(": data\n\n", false, null)]
    [InlineData("retry: 5\n\n", false, null)]
    [InlineData("id: 7\ndata\n\n", true, "7")]
    [InlineData("id:a b\r\ndata:x\r\n\r\n", true, "a b")]
    [InlineData("identity: 7\ndata: x\n\n", true, null)]
    [InlineData("id: \u0001\ndata: x\n\n", true, null)]
    [InlineData("id\ndata: x\n\n", true, "")]
    public void Facts_AreReadAsAClientWould(string text, bool hasData, string? id)
    {
        EventFacts.HasData(Encoding.UTF8.GetBytes(text)).ShouldBe(hasData);
        EventFacts.Id(Encoding.UTF8.GetBytes(text)).ShouldBe(id);
    }

    [Theory]
    [InlineData("""{"method":"notifications/subscriptions/acknowledged","params":{"notifications":{"a":true}}}""", """{"a":true}""")]
    [InlineData("""{"method":"notifications/subscriptions/acknowledged","params":{}}""", "{}")]
    [InlineData("""{"method":"notifications/tools/list_changed","params":{"notifications":{"a":true}}}""", null)]
    [InlineData("""{"method":7,"params":{}}""", null)]
    [InlineData("""["method"]""", null)]
    [InlineData("not json", null)]
    public void Acknowledgement_IsToldFromEverythingElse(string message, string? agreed) =>
        EventFacts.Acknowledged(Encoding.UTF8.GetBytes($"event: message\ndata: {message}\n\n")).ShouldBe(agreed);

    private static async Task<List<string>> ReadAsync(byte[] bytes, int size, int limit = 1_000_000)
    {
        using var reader = new EventReader(new Pieces(bytes, size), limit);
        var events = new List<string>();
        while (await reader.ReadAsync(Ct) is { } text)
            events.Add(Encoding.UTF8.GetString(text.Span));
        return events;
    }

    /// <summary>A stream that gives a few bytes at a time, as networks do.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
