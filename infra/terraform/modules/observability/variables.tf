variable "account_id" {
  description = "AWS account whose metrics Datadog reads."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "regions" {
  description = "Regions in which metrics are read."
  type        = list(string)

  validation {
    condition     = length(var.regions) > 0
    error_message = "Name the regions that we run in: without one nothing is read, and monitors of AWS stay silent."
  }
}

variable "monitors_path" {
  description = "Folder of the monitor definitions (`datadog/monitors`), one `monitors:` list a file."
  type        = string

  validation {
    condition     = length(fileset(var.monitors_path, "*.yaml")) > 0
    error_message = "There is no *.yaml in monitors_path: point it at datadog/monitors of this repository."
  }
}

variable "dashboards_path" {
  description = "Folder of the dashboards (`datadog/dashboards`), one a file."
  type        = string

  validation {
    condition     = length(fileset(var.dashboards_path, "*.json")) > 0
    error_message = "There is no *.json in dashboards_path: point it at datadog/dashboards of this repository."
  }
}

variable "runbook_base_url" {
  description = "Where runbooks are read; a monitor's message ends with its runbook."
  type        = string

  validation {
    condition     = can(regex("^https://[^ ]+[^/ ]$", var.runbook_base_url))
    error_message = "Give an https address without a trailing slash."
  }
}

variable "escalation" {
  description = "Who is called, level by level: mail addresses of PagerDuty users, and after how many minutes the next level is."
  type = list(object({
    name          = string
    users         = list(string)
    delay_minutes = number
  }))

  validation {
    condition     = length(var.escalation) >= 2 && alltrue([for level in var.escalation : length(level.users) > 0])
    error_message = "Name at least two levels with at least one person each: a single level that sleeps is nobody."
  }

  validation {
    condition     = alltrue([for level in var.escalation : level.delay_minutes >= 5 && level.delay_minutes <= 60])
    error_message = "The next level is called after 5 to 60 minutes."
  }
}

variable "schedule_start" {
  description = "When the first turn begins, RFC 3339."
  type        = string

  validation {
    condition     = can(formatdate("YYYY", var.schedule_start))
    error_message = "Write the start as 2026-12-07T09:00:00-05:00."
  }
}

variable "services" {
  description = "PagerDuty services: each is a handle @pagerduty-<name> in monitors."
  type        = map(string)
  default     = { "horizon-critical" = "Customers are affected, or will be within the hour" }

  validation {
    condition     = contains(keys(var.services), "horizon-critical")
    error_message = "Keep horizon-critical: the monitors notify @pagerduty-horizon-critical."
  }
}
