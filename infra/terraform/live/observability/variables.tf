variable "escalation" {
  description = "Who is called, level by level: mail addresses of PagerDuty users, and after how many minutes the next level is."
  type = list(object({
    name          = string
    users         = list(string)
    delay_minutes = number
  }))
}

variable "runbook_base_url" {
  description = "Where runbooks are read, such as https://console.horizon.example."
  type        = string
}

variable "schedule_start" {
  description = "When the first turn begins, RFC 3339."
  type        = string
}
