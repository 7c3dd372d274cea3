using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Http;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace KubeOps.KubernetesClient;

public sealed partial class KubernetesClient
{
    private const string MetadataAccept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    // etcd holds 1.5 MB per object, aggregated servers more; beyond this it is an attack or a fault.
    private const long LongestLine = 32 * 1024 * 1024;

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, [EnumeratorCancellation] CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var response = await _transport.OpenAsync(WatchRequest<T>(ns, parameters), ct).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using var disposeStream = stream.ConfigureAwait(false);
        var lines = new LineReader(stream, LongestLine);
        await using var disposeLines = lines.ConfigureAwait(false);
        while (await lines.ReadAsync(ct).ConfigureAwait(false) is { } line)
        {
            // Keep-alive newlines are legal.
            if (line.Length == 0 || Parse<T>(line, parameters.MetadataOnly) is not { } next)
                continue;
            yield return next;
            if (next.Type == WatchEventType.Error)
                yield break;
        }

        if (lines.Unfinished > 0 || lines.Discarded > 0)
            LogBrokenLines(typeof(T).Name, lines.Unfinished, lines.Discarded);
    }

    private static ApiRequest WatchRequest<T>(string? ns, WatchParameters parameters)
    {
        var query = new QueryString().Add("watch", "true")
            .Add("labelSelector", parameters.LabelSelector).Add("fieldSelector", parameters.FieldSelector)
            .Add("resourceVersion", parameters.ResourceVersion).Add("resourceVersionMatch", parameters.ResourceVersionMatch)
            .Add("allowWatchBookmarks", parameters.AllowWatchBookmarks).Add("sendInitialEvents", parameters.SendInitialEvents)
            .Add("timeoutSeconds", parameters.TimeoutSeconds);
        return new ApiRequest(HttpMethod.Get, ResourcePath.Collection<T>(ns) + query) { Accept = parameters.MetadataOnly ? MetadataAccept : ApiRequest.Json };
    }

    private WatchEvent<T>? Parse<T>(System.Buffers.ReadOnlySequence<byte> line, bool metadataOnly) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var parsed = WatchLine.Parse<T>(line);
            if (parsed.Object is { } entity)
                Name(entity, metadataOnly);
            return parsed;
        }
        catch (JsonException e)
        {
            LogMalformed(typeof(T).Name, line.Length, e.Path ?? "$", e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Skipped a malformed watch event of {Kind} ({Length} bytes) at {Path}: {Problem}")]
    private partial void LogMalformed(string kind, long length, string path, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Watch of {Kind} ended with {Unfinished} bytes of an unfinished line; {Discarded} lines were too long")]
    private partial void LogBrokenLines(string kind, long unfinished, int discarded);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A page token of {Kind} expired; listing from the start")]
    private partial void LogPageExpired(string kind);
}
