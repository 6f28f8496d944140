package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.WebhookEndpoints;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import dev.sotto.webhook.CallerHeaders;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.WebhookException;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A webhook as it is asked for: by form fields {@code webhook_*}, or by JSON with the same names without that.
 */
public final class WebhookFields {
    private static final String PREFIX = "webhook_";

    private WebhookFields() {}

    /** The fields as they were sent, and the prefix by which errors name them. */
    private record Source(String prefix, Map<String, String> texts) {
        Optional<String> text(String name) {
            return Optional.ofNullable(texts.get(name)).filter(text -> !text.isBlank());
        }

        FaultException fault(String name, String message) {
            return new FaultException(Faults.invalidValue(prefix + name, message));
        }
    }

    private static final List<String> NAMES =
            List.of("url", "secret", "signature", "headers", "events", "include_result");

    /** Empty for a form that names no URL. */
    public static Optional<WebhookRegistration> of(UploadedForm form, WebhookEndpoints webhooks) {
        Map<String, String> texts = new LinkedHashMap<>();
        NAMES.forEach(name -> form.one(PREFIX + name).ifPresent(text -> texts.put(name, text)));
        Source source = new Source(PREFIX, texts);
        if (source.text("url").isEmpty()) {
            if (!texts.isEmpty() && texts.values().stream().anyMatch(text -> !text.isBlank())) {
                throw source.fault("url", "webhook_url is missing; the other webhook fields need it.");
            }
            return Optional.empty();
        }
        return Optional.of(of(source, webhooks));
    }

    /**
     * As above, where a secret made here could be shown to nobody.
     *
     * @param why it could not, as the refusal says it
     */
    public static Optional<WebhookRegistration> withGivenSecret(
            UploadedForm form, WebhookEndpoints webhooks, String why) {
        Optional<WebhookRegistration> order = of(form, webhooks);
        if (order.filter(WebhookRegistration::isSecretOurs).isPresent()) {
            throw new FaultException(
                    Faults.invalidValue(PREFIX + "secret", "webhook_secret is missing; %s.".formatted(why)));
        }
        return order;
    }

    public static WebhookRegistration of(JsonObject body, WebhookEndpoints webhooks) {
        RenamedFields.refuse(body.fieldNames(), PREFIX);
        Map<String, String> texts = new LinkedHashMap<>();
        body.forEach(entry -> {
            if (!NAMES.contains(entry.getKey())) {
                throw new FaultException(
                        Faults.unexpected("field", entry.getKey(), "one of " + String.join(", ", NAMES)));
            }
            Object value = entry.getValue();
            if (value instanceof JsonArray list) {
                texts.put(entry.getKey(), list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (value != null) {
                texts.put(entry.getKey(), value.toString());
            }
        });
        return of(new Source("", texts), webhooks);
    }

    private static WebhookRegistration of(Source source, WebhookEndpoints webhooks) {
        URI url = url(source, webhooks);
        SignatureForm form = form(source);
        Optional<SigningSecret> given = secret(source, form);
        boolean isOurs = form == SignatureForm.STANDARD && given.isEmpty();
        if (form == SignatureForm.BODY_HEX && given.isEmpty()) {
            throw source.fault("secret", source.prefix() + "secret is missing; the signature body_hex needs one.");
        }
        return new WebhookRegistration(
                url,
                form,
                isOurs ? Optional.of(webhooks.newSecret()) : given,
                isOurs,
                headers(source),
                events(source),
                flag(source),
                Subscription.STANDARD_BODY);
    }

    private static URI url(Source source, WebhookEndpoints webhooks) {
        String text = source.text("url")
                .orElseThrow(() -> new FaultException(Faults.missing(source.prefix() + "url")))
                .strip();
        try {
            webhooks.checkUrl(text);
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw source.fault("url", String.valueOf(e.getMessage()));
        }
    }

    private static SignatureForm form(Source source) {
        String code = source.text("signature")
                .orElse(SignatureForm.STANDARD.wireName())
                .strip();
        return SignatureForm.named(code)
                .orElseThrow(() -> new FaultException(Faults.unexpected(
                        source.prefix() + "signature",
                        code,
                        "one of "
                                + Arrays.stream(SignatureForm.values())
                                        .map(SignatureForm::wireName)
                                        .collect(Collectors.joining(", ")))));
    }

    private static Optional<SigningSecret> secret(Source source, SignatureForm form) {
        try {
            return source.text("secret").map(text -> switch (form) {
                case STANDARD -> SigningSecret.standard(text.strip());
                case BODY_HEX -> SigningSecret.freeText(text);
                case UNSIGNED ->
                    throw source.fault("secret", "The signature unsigned needs no secret; leave one of them out.");
            });
        } catch (IllegalArgumentException e) {
            throw source.fault("secret", e.getMessage() + ".");
        }
    }

    private static Map<String, String> headers(Source source) {
        Optional<String> text = source.text("headers");
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, String> asked = new LinkedHashMap<>();
        try {
            new JsonObject(text.get()).forEach(entry -> asked.put(entry.getKey(), String.valueOf(entry.getValue())));
            return CallerHeaders.checked(asked);
        } catch (DecodeException e) {
            throw source.fault("headers", source.prefix() + "headers is not a JSON object of names and values.");
        } catch (WebhookException e) {
            throw source.fault("headers", e.getMessage() + ".");
        }
    }

    private static Set<EventType> events(Source source) {
        Optional<String> text = source.text("events");
        if (text.isEmpty()) {
            return Subscription.ALL_ENDS;
        }
        Set<EventType> events = new LinkedHashSet<>();
        for (String code : text.get().split("[,\\s]+")) {
            events.add(EventType.named(code)
                    .filter(Subscription.ALL_ENDS::contains)
                    .orElseThrow(() -> unknownEvent(source, code)));
        }
        if (events.isEmpty()) { // commas alone
            throw unknownEvent(source, text.get());
        }
        return events;
    }

    private static FaultException unknownEvent(Source source, String code) {
        return new FaultException(Faults.unexpected(
                source.prefix() + "events",
                code,
                "transcription.completed, transcription.failed or transcription.cancelled"));
    }

    private static boolean flag(Source source) {
        try {
            return Fields.flag(
                    source.prefix() + "include_result",
                    source.text("include_result").orElse("false"));
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }
}
