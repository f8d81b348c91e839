variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

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
