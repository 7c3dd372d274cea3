using System.Text.Json;
using k8s;
using k8s.Models;
using McpTenants.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace McpTenants.Operator.Webhook;

/// <summary><c>POST /validate</c> for the API server.</summary>
internal static partial class WebhookEndpoint
{
    // An object is at most 1.5 MiB in etcd, and a review carries two of them.
    private const long MaxBodyBytes = 4 << 20;

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Lets Kestrel listen with the certificate that is current at each handshake, so that a renewal needs no restart.</summary>
    public static void Listen(KestrelServerOptions kestrel, int port, ServingCertificate certificate) =>
        kestrel.ListenAnyIP(port, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current));

    /// <summary>Maps the endpoint.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="port">Only this port answers.</param>
    /// <param name="platform">What the platform decides.</param>
    /// <param name="known">What is known of the cluster, asked anew for each request.</param>
    /// <param name="deleted">Told of each deletion that is allowed: UID and user.</param>
    public static void Map(IEndpointRouteBuilder routes, int port, PlatformPolicy platform, Func<AdmissionKnowledge> known, Action<string, string>? deleted = null)
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        // By the port of the connection: the Host header carries the Service's port, which is another one.
        routes.MapPost("/validate", context => context.Connection.LocalPort == port ? AnswerAsync(context, platform, known, deleted) : RefuseAsync(context));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext context, PlatformPolicy platform, Func<AdmissionKnowledge> known, Action<string, string>? deleted)
    {
        if (!context.Request.HasJsonContentType())
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBodyBytes;
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            var review = await KubernetesJson.DeserializeAsync<V1AdmissionReview>(context.Request.Body, linked.Token);
            if (review?.Request is not { } request)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            var answer = new V1AdmissionReview { Response = Review(request, platform, known(), time.GetUtcNow()) };
            if (!answer.Response.Allowed)
                Refused(Log(context), request.Operation, request.Kind?.Kind, request.Name, request.UserInfo?.Username, answer.Response.Status?.Message);
            else if (TenantAdmission.Deleted(request) is var (uid, user))
                deleted?.Invoke(uid, user);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(KubernetesJson.SerializeToUtf8Bytes(answer), linked.Token);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        }
    }

    private static V1AdmissionResponse Review(V1AdmissionRequest request, PlatformPolicy platform, AdmissionKnowledge known, DateTimeOffset now) =>
        request.Kind?.Kind == McpTenantTombstone.KubeKind
            ? TombstoneAdmission.Review(request, platform)
            : TenantAdmission.Review(request, platform, known.Tenants, now, known.Tombstones);

    private static ILogger Log(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WebhookEndpoint).FullName!);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused {Operation} of {Kind} {Name} by {User}: {Reason}")]
    private static partial void Refused(ILogger logger, string operation, string? kind, string? name, string? user, string? reason);
}
