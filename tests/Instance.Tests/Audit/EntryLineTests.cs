using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using McpTenants.Audit;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;

namespace Instance.Tests.Audit;

public sealed class EntryLineTests
{
    private static readonly RecordPlace Place = new("2026-11-21T10:00:00.123Z", 7, "uid-\"1\"");

    [Fact]
    public void Seal_AnyEntry_IsACanonicalRecordThatSaysTheSame() =>
        Prop.ForAll<string, string, long>((text, other, ticks) =>
        {
            var entry = new AuditEntry
            {
                Event = AuditEvents.Call,
                Tool = text ?? "",
                Outcome = other ?? "",
                Subject = other,
                Correlation = text,
                Credential = other,
                Target = text,
                Duration = TimeSpan.FromTicks(ticks),
                Arguments = text is null ? null : new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["id"] = JsonElement.Parse("1") },
            };
            var record = Read(entry);
            return record.Sequence == 1 && record.Epoch == 7 && record.Text("tenant") == Place.Tenant && record.Text("at") == Place.At
                && record.Text("tool") == Wellformed(text ?? "") && record.Text("outcome") == Wellformed(other ?? "")
                && record.Text("correlation") == (string.IsNullOrEmpty(text) ? null : Wellformed(text))
                && record.Text("credential") == (string.IsNullOrEmpty(other) ? null : Wellformed(other))
                && record.Text("args") is null == text is null && record.Text("caller") is null == string.IsNullOrEmpty(other)
                && Math.Abs(record.Body.GetProperty("ms").GetDouble() - entry.Duration.TotalMilliseconds) <= 0.001 + (Math.Abs(entry.Duration.TotalMilliseconds) * 1e-15);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9, "0")]
    [InlineData(10, "0.001")]
    [InlineData(100, "0.01")]
    [InlineData(1_000, "0.1")]
    [InlineData(15_000, "1.5")]
    [InlineData(12_345_670, "1234.567")]
    [InlineData(10_000_000_000_000, "1000000000")]
    [InlineData(10_000_000_000_010, "1000000000.001")]
    [InlineData(-15_000, "-1.5")]
    public void Seal_ADuration_IsInMillisecondsWithItsShortestDigits(long ticks, string expected) =>
        Read(AuditBench.Entry() with { Duration = TimeSpan.FromTicks(ticks) }).Body.GetProperty("ms").GetRawText().ShouldBe(expected);

    [Fact]
    public void Seal_TheSameArgumentsInAnotherOrder_HaveTheSameDigest()
    {
        var key = new PseudonymKey(new byte[KeyFile.Length]);
        key.Digest(Members("a", "b")).ShouldBe(key.Digest(Members("b", "a")));
        key.Digest(Members("a", "b")).ShouldNotBe(key.Digest(Members("a", "c")));
    }

    private static Dictionary<string, JsonElement> Members(params string[] names) => names.ToDictionary(n => n, n => JsonElement.Parse($"\"{n}\""), StringComparer.Ordinal);

    private static AuditRecord Read(AuditEntry entry)
    {
        var output = new ArrayBufferWriter<byte>();
        EntryLine.Seal(entry, EntryDigests.Of(entry, new PseudonymKey(new byte[KeyFile.Length])), Place, ChainHead.Genesis, output);
        output.WrittenSpan[^1].ShouldBe((byte)'\n');
        var record = AuditLine.TryRead(output.WrittenSpan[..^1], out var problem);
        problem.ShouldBe("");
        return record.ShouldNotBeNull();
    }

    // Half of a pair cannot be written as UTF-8, and long texts are cut.
    private static string Wellformed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Length <= 128 ? text : text[..128]));
}
