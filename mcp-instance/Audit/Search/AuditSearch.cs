using System.Text.Json;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;

namespace McpTenants.Audit.Search;

/// <summary>
/// Looks through the files from the new end. There is no index: a second copy of the records could disagree with the chain. One page looks at a bounded
/// number of bytes and may be short or empty; it then still says where to go on.
/// </summary>
internal static class AuditSearch
{
    private const long MaximumBytes = 32 << 20;

    public static AuditPage Run(AuditFolder folder, AuditQuery query)
    {
        var found = new List<AuditRecord>();
        var seen = 0L;
        foreach (var name in folder.List().Reverse())
        {
            if (First(folder, name) is not { } first || first.Sequence >= query.Before || first.At > query.To)
                continue;
            if (seen > MaximumBytes)
                return new AuditPage(found, first.Sequence + Count(folder, name));
            var content = Read(folder, name);
            seen += content.Length;
            foreach (var record in Backwards(content))
            {
                if (record.At < query.From && record.Sequence < query.Before)
                    return new AuditPage(found, null);
                if (!query.Matches(record))
                    continue;
                if (found.Count == query.Limit)
                    return new AuditPage(found, found[^1].Sequence);
                found.Add(record);
            }
        }
        return new AuditPage(found, null);
    }

    private static IEnumerable<AuditRecord> Backwards(ReadOnlyMemory<byte> content)
    {
        while (content.Span.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            var start = content.Span[..end].LastIndexOf((byte)'\n') + 1;
            if (Parse(content.Span[start..end]) is { } record)
                yield return record;
            content = content[..start];
        }
    }

    // Reading is not verifying: hashes are left to the check.
    private static AuditRecord? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return AuditRecord.TryCreate(JsonElement.Parse(line));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AuditRecord? First(AuditFolder folder, AuditFileName name)
    {
        try
        {
            using var stream = new FileStream(folder.FullName(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // An open record that declares a hundred torn ends is the longest that is first.
            var buffer = new byte[Math.Min(16384, stream.Length)];
            stream.ReadExactly(buffer);
            var end = buffer.AsSpan().IndexOf((byte)'\n');
            return end < 0 ? null : Parse(buffer.AsSpan(0, end));
        }
        catch (FileNotFoundException)
        {
            return null; // Expired since it was listed.
        }
    }

    private static byte[] Read(AuditFolder folder, AuditFileName name)
    {
        try
        {
            return folder.Read(name);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private static long Count(AuditFolder folder, AuditFileName name) => Read(folder, name).AsSpan().Count((byte)'\n');
}
