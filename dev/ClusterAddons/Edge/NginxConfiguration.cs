using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using k8s.Models;

namespace ClusterAddons.Edge;

/// <summary>
/// Ingress objects as an nginx configuration: TLS with one wildcard certificate, and nothing that would hold a stream back
/// (server-sent events are neither buffered nor cut off). Serves every Ingress class: it is the only controller there is.
/// </summary>
internal static partial class NginxConfiguration
{
    /// <param name="settings">Files and addresses.</param>
    /// <param name="ingresses">What to serve. Routes to services that do not exist are left out.</param>
    /// <param name="services">Where the backends are.</param>
    public static string Write(EdgeSettings settings, IEnumerable<V1Ingress> ingresses, IEnumerable<V1Service> services)
    {
        var routes = Routes(ingresses, services.ToDictionary(service => (service.Metadata.NamespaceProperty, service.Metadata.Name))).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            user root;
            worker_processes 1;
            pid {{settings.PidFile}};
            error_log stderr warn;
            events { worker_connections 16384; }
            http {
              access_log off;
              server_tokens off;
              client_body_temp_path {{settings.Directory}}/temp/body;
              proxy_temp_path {{settings.Directory}}/temp/proxy;
              fastcgi_temp_path {{settings.Directory}}/temp/fastcgi;
              uwsgi_temp_path {{settings.Directory}}/temp/uwsgi;
              scgi_temp_path {{settings.Directory}}/temp/scgi;
              client_max_body_size 0;
              ssl_certificate {{settings.CertificateFile}};
              ssl_certificate_key {{settings.KeyFile}};
              ssl_protocols TLSv1.2 TLSv1.3;
              server_names_hash_bucket_size 256;
              server_names_hash_max_size 4096;
              proxy_http_version 1.1;
              proxy_buffering off;
              proxy_request_buffering off;
              proxy_connect_timeout 5s;
              proxy_read_timeout 1h;
              proxy_send_timeout 1h;
              proxy_set_header Host $host;
              proxy_set_header Connection "";
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Host $host;
              proxy_set_header X-Forwarded-Proto https;
              server { listen 80 default_server; return 308 https://$host$request_uri; }
              server { listen 443 ssl http2 default_server; return 404; }

            """);
        foreach (var host in routes.GroupBy(route => route.Host, StringComparer.Ordinal).OrderBy(host => host.Key, StringComparer.Ordinal))
            Server(text, host);
        return text.Append("}\n").ToString();
    }

    private static void Server(StringBuilder text, IGrouping<string, Route> host)
    {
        text.Append(CultureInfo.InvariantCulture, $"  server {{\n    listen 443 ssl http2;\n    server_name {host.Key};\n");
        foreach (var location in host.SelectMany(Locations).DistinctBy(location => location.Match))
            text.Append(CultureInfo.InvariantCulture, $"    location {location.Match} {{ proxy_pass http://{location.Backend}; }}\n");
        text.Append("  }\n");
    }

    // Kubernetes matches whole path elements: /foo covers /foo and /foo/bar, never /foobar.
    private static IEnumerable<(string Match, string Backend)> Locations(Route route) => route switch
    {
        { PathType: "Exact" } => [($"= {route.Path}", route.Backend)],
        { Path: "/" } => [("/", route.Backend)],
        _ => [($"= {route.Path.TrimEnd('/')}", route.Backend), ($"{route.Path.TrimEnd('/')}/", route.Backend)],
    };

    private static IEnumerable<Route> Routes(IEnumerable<V1Ingress> ingresses, Dictionary<(string?, string?), V1Service> services) =>
        from ingress in ingresses.OrderBy(item => item.Metadata.NamespaceProperty, StringComparer.Ordinal).ThenBy(item => item.Metadata.Name, StringComparer.Ordinal)
        from rule in ingress.Spec?.Rules ?? []
        where rule.Host is not null && HostPattern().IsMatch(rule.Host)
        from path in rule.Http?.Paths ?? []
        let location = path.Path ?? "/"
        where PathPattern().IsMatch(location)
        let backend = Backend(path.Backend.Service, services.GetValueOrDefault((ingress.Metadata.NamespaceProperty, path.Backend.Service?.Name)))
        where backend is not null
        select new Route(rule.Host!, location, path.PathType, backend);

    private static string? Backend(V1IngressServiceBackend? wanted, V1Service? service)
    {
        if (wanted is null || service?.Spec?.ClusterIP is not { Length: > 0 } address || address == "None")
            return null;
        var port = service.Spec.Ports?.FirstOrDefault(candidate => wanted.Port?.Number == candidate.Port || (wanted.Port?.Name is { } name && name == candidate.Name));
        return port is null ? null : $"{address}:{port.Port}";
    }

    // The API server lets more through than nginx can take literally; the rest would break the whole configuration.
    [GeneratedRegex(@"^/[A-Za-z0-9._~/%-]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^(\*\.)?[a-z0-9.-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostPattern();

    private sealed record Route(string Host, string Path, string? PathType, string Backend);
}
